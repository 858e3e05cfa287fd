package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import io.orbit.keyspace.rdb.RdbValue;
import java.util.ArrayList;
import java.util.List;

/** A stream as RDB has it, and back. */
final class DumpedStream {
  private static final int BLOCK_ENTRIES = 100;
  private static final int BLOCK_BYTES = 4096;

  private DumpedStream() {}

  static RdbValue of(CompositeStream stream) {
    List<RdbValue.Entry> entries = new ArrayList<>();
    if (stream.size() > 0) {
      stream.forEach(
          StreamId.MINIMUM,
          StreamId.MAXIMUM,
          entry -> {
            List<byte[]> words = new ArrayList<>();
            entry.forEach(
                (field, value) -> {
                  words.add(field.copy());
                  words.add(value.copy());
                });
            entries.add(new RdbValue.Entry(entry.id(), words));
            return true;
          });
    }
    List<RdbValue.Group> groups = new ArrayList<>();
    for (Streams.Group group : stream.groups()) {
      ByteRange name = ByteRange.of(group.name());
      groups.add(
          new RdbValue.Group(
              group,
              stream.consumers(name),
              stream.pending(name, null, StreamId.MINIMUM, Integer.MAX_VALUE)));
    }
    return new RdbValue.Entries(entries, stream.state(), groups);
  }

  static void write(StreamEditor stream, RdbValue.Entries from) {
    stream.create();
    for (RdbValue.Entry entry : from.entries()) {
      List<ByteRange> words = entry.words().stream().map(ByteRange::of).toList();
      stream.add(entry.id(), words, BLOCK_ENTRIES, BLOCK_BYTES);
    }
    stream.setState(from.state());
    for (RdbValue.Group group : from.groups()) {
      ByteRange name = ByteRange.of(group.group().name());
      stream.putGroup(group.group());
      group.consumers().forEach(consumer -> stream.putConsumer(name, consumer));
      group.pending().forEach(pending -> stream.putPending(name, pending));
    }
  }
}
