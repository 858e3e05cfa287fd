package io.orbit.keyspace.rdb;

import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes values in the encodings that every Redis since 7.0 reads: plain ones, streams in
 * listpacks.
 */
final class RdbValueWriter {
  static final int VERSION = 10;
  static final int VERSION_OF_EXPIRING_FIELDS = 12;

  private static final int MOST_ENTRIES = 100;
  private static final int MOST_BYTES = 4096;

  private final RdbOutput out;

  RdbValueWriter(RdbOutput out) {
    this.out = out;
  }

  /** Type and value; answers the version of RDB that knows them. */
  int write(RdbValue value) {
    switch (value) {
      case RdbValue.Text text -> {
        out.u8(RdbType.STRING);
        out.string(text.bytes());
      }
      case RdbValue.Items items -> {
        out.u8(RdbType.LIST);
        strings(items.elements());
      }
      case RdbValue.Members members -> {
        out.u8(RdbType.SET);
        strings(members.members());
      }
      case RdbValue.Scored scored -> {
        out.u8(RdbType.SORTED_SET);
        out.length(scored.members().size());
        for (RdbValue.ScoredMember each : scored.members()) {
          out.string(each.member());
          out.fixed(Double.doubleToRawLongBits(each.score()), 8);
        }
      }
      case RdbValue.Fields hash -> {
        return hash(hash.fields());
      }
      case RdbValue.Elements module -> {
        out.u8(RdbType.MODULE);
        out.length(ModuleId.of(module.type()));
        for (byte[] word : module.words()) {
          out.length(RdbType.MODULE_STRING);
          out.string(word);
        }
        out.length(RdbType.MODULE_END);
      }
      case RdbValue.Entries stream -> stream(stream);
    }
    return VERSION;
  }

  private void strings(List<byte[]> strings) {
    out.length(strings.size());
    strings.forEach(out::string);
  }

  private int hash(List<RdbValue.Field> fields) {
    long first =
        fields.stream().mapToLong(RdbValue.Field::expiresAt).filter(at -> at != 0).min().orElse(0);
    out.u8(first == 0 ? RdbType.HASH : RdbType.HASH_EXPIRING);
    if (first != 0) {
      out.fixed(first, 8);
    }
    out.length(fields.size());
    for (RdbValue.Field field : fields) {
      if (first != 0) {
        out.length(field.expiresAt() == 0 ? 0 : field.expiresAt() - first + 1);
      }
      out.string(field.name());
      out.string(field.value());
    }
    return first == 0 ? VERSION : VERSION_OF_EXPIRING_FIELDS;
  }

  // ---- streams

  private void stream(RdbValue.Entries stream) {
    out.u8(RdbType.STREAM_2);
    List<List<RdbValue.Entry>> blocks = blocks(stream.entries());
    out.length(blocks.size());
    for (List<RdbValue.Entry> block : blocks) {
      out.string(bytes(block.getFirst().id()));
      out.string(listpack(block));
    }
    Streams.State state = stream.state();
    boolean empty = stream.entries().isEmpty();
    out.length(stream.entries().size());
    numbers(state.lastId());
    numbers(empty ? StreamId.MINIMUM : stream.entries().getFirst().id());
    numbers(state.maximumDeletedId());
    out.length(state.entriesAdded());
    out.length(stream.groups().size());
    stream.groups().forEach(this::group);
  }

  private static List<List<RdbValue.Entry>> blocks(List<RdbValue.Entry> entries) {
    List<List<RdbValue.Entry>> blocks = new ArrayList<>();
    int bytes = 0;
    for (RdbValue.Entry entry : entries) {
      int size = entry.words().stream().mapToInt(word -> word.length + 2).sum();
      if (blocks.isEmpty()
          || blocks.getLast().size() == MOST_ENTRIES
          || bytes + size > MOST_BYTES) {
        blocks.add(new ArrayList<>());
        bytes = 0;
      }
      blocks.getLast().add(entry);
      bytes += size;
    }
    return blocks;
  }

  /** A head without names of fields, then each entry with its own. */
  private static byte[] listpack(List<RdbValue.Entry> block) {
    StreamId first = block.getFirst().id();
    ListpackWriter pack = new ListpackWriter();
    pack.number(block.size());
    pack.number(0);
    pack.number(0);
    pack.number(0);
    for (RdbValue.Entry entry : block) {
      pack.number(0);
      pack.number(entry.id().milliseconds() - first.milliseconds());
      pack.number(entry.id().sequence() - first.sequence());
      pack.number(entry.words().size() / 2);
      entry.words().forEach(pack::string);
      pack.number(entry.words().size() + 4L);
    }
    return pack.toBytes();
  }

  private void numbers(StreamId id) {
    out.length(id.milliseconds());
    out.length(id.sequence());
  }

  private static byte[] bytes(StreamId id) {
    return ByteBuffer.allocate(16).putLong(id.milliseconds()).putLong(id.sequence()).array();
  }

  private void group(RdbValue.Group group) {
    out.string(group.group().name());
    numbers(group.group().lastId());
    out.length(group.group().entriesRead());
    out.length(group.pending().size());
    for (Streams.Pending each : group.pending()) {
      out.raw(bytes(each.id()));
      out.fixed(each.deliveredAt(), 8);
      out.length(each.deliveries());
    }
    out.length(group.consumers().size());
    for (Streams.Consumer consumer : group.consumers()) {
      List<Streams.Pending> own =
          group.pending().stream()
              .filter(each -> java.util.Arrays.equals(each.consumer(), consumer.name()))
              .toList();
      out.string(consumer.name());
      out.fixed(consumer.seenAt(), 8);
      out.length(own.size());
      own.forEach(each -> out.raw(bytes(each.id())));
    }
  }
}
