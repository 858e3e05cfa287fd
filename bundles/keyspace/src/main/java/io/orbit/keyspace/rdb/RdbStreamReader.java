package io.orbit.keyspace.rdb;

import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Reads a stream: its entries in listpacks, and its groups. */
final class RdbStreamReader {
  private static final int DELETED = 1;
  private static final int SAME_FIELDS = 2;

  private final RdbInput in;
  private final int type;

  RdbStreamReader(RdbInput in, int type) {
    this.in = in;
    this.type = type;
  }

  RdbValue read() {
    List<RdbValue.Entry> entries = new ArrayList<>();
    int nodes = in.count();
    for (int i = 0; i < nodes; i++) {
      StreamId first = id(in.string());
      addEntries(first, PackedBytes.listpack(in.string()), entries);
    }
    long size = in.length();
    if (size != entries.size()) {
      throw RdbErrors.broken("a stream has " + entries.size() + " of " + size + " entries");
    }
    StreamId last = numbers();
    StreamId deleted = StreamId.MINIMUM;
    long added = size;
    if (type >= RdbType.STREAM_2) {
      StreamId ignored = numbers();
      deleted = numbers();
      added = in.length();
    }
    Streams.State state = new Streams.State(last, deleted, added);
    List<RdbValue.Group> groups = groups();
    if (type < RdbType.STREAM_2) {
      groups.replaceAll(group -> counted(group, state, entries));
    }
    return new RdbValue.Entries(entries, state, groups);
  }

  /** What a group has read, where that was not written yet: by where it is, if that tells it. */
  private static RdbValue.Group counted(
      RdbValue.Group group, Streams.State state, List<RdbValue.Entry> entries) {
    StreamId at = group.group().lastId();
    long read = Streams.UNKNOWN_COUNT;
    if (state.entriesAdded() == 0) {
      read = 0;
    } else if (at.equals(state.lastId())) {
      read = state.entriesAdded();
    } else if (!entries.isEmpty() && at.compareTo(entries.getFirst().id()) <= 0) {
      read = at.equals(entries.getFirst().id()) ? 1 : 0;
    }
    return new RdbValue.Group(
        new Streams.Group(group.group().name(), at, read), group.consumers(), group.pending());
  }

  private StreamId numbers() {
    long milliseconds = in.length();
    return new StreamId(milliseconds, in.length());
  }

  private static StreamId id(byte[] bytes) {
    if (bytes.length != 16) {
      throw RdbErrors.broken("an id of a stream is broken");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new StreamId(buffer.getLong(), buffer.getLong());
  }

  // ---- entries

  private static void addEntries(StreamId first, List<byte[]> words, List<RdbValue.Entry> entries) {
    Iterator<byte[]> rest = words.iterator();
    try {
      long count = number(rest) + number(rest);
      List<byte[]> names = take(rest, number(rest));
      long ignored = number(rest);
      for (long i = 0; i < count; i++) {
        long flags = number(rest);
        long milliseconds = first.milliseconds() + number(rest);
        StreamId id = new StreamId(milliseconds, first.sequence() + number(rest));
        List<byte[]> pairs = pairs(rest, (flags & SAME_FIELDS) != 0 ? names : List.of());
        ignored = number(rest);
        if ((flags & DELETED) == 0) {
          entries.add(new RdbValue.Entry(id, pairs));
        }
      }
    } catch (java.util.NoSuchElementException e) {
      throw RdbErrors.broken("a stream's block ends too early");
    }
  }

  private static List<byte[]> pairs(Iterator<byte[]> rest, List<byte[]> names) {
    if (names.isEmpty()) {
      return take(rest, 2 * number(rest));
    }
    List<byte[]> pairs = new ArrayList<>();
    for (byte[] name : names) {
      pairs.add(name);
      pairs.add(rest.next());
    }
    return pairs;
  }

  private static List<byte[]> take(Iterator<byte[]> rest, long count) {
    List<byte[]> taken = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      taken.add(rest.next());
    }
    return taken;
  }

  private static long number(Iterator<byte[]> rest) {
    try {
      return Long.parseLong(new String(rest.next(), StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      throw RdbErrors.broken("a number in a stream is broken");
    }
  }

  // ---- groups

  private List<RdbValue.Group> groups() {
    List<RdbValue.Group> groups = new ArrayList<>();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      groups.add(group());
    }
    return groups;
  }

  private record Delivery(long at, long count) {}

  private RdbValue.Group group() {
    byte[] name = in.string();
    StreamId last = numbers();
    long read = type >= RdbType.STREAM_2 ? in.length() : Streams.UNKNOWN_COUNT;
    Map<StreamId, Delivery> deliveries = new HashMap<>();
    int pendingCount = in.count();
    for (int i = 0; i < pendingCount; i++) {
      StreamId id = id(in.bytes(16));
      long at = in.fixed(8);
      deliveries.put(id, new Delivery(at, in.length()));
    }
    List<Streams.Consumer> consumers = new ArrayList<>();
    List<Streams.Pending> pending = new ArrayList<>();
    int consumerCount = in.count();
    for (int i = 0; i < consumerCount; i++) {
      byte[] consumer = in.string();
      long seen = in.fixed(8);
      long active = type >= RdbType.STREAM_3 ? in.fixed(8) : seen;
      consumers.add(new Streams.Consumer(consumer, seen, active));
      int owned = in.count();
      for (int j = 0; j < owned; j++) {
        StreamId id = id(in.bytes(16));
        Delivery delivery = deliveries.get(id);
        if (delivery == null) {
          throw RdbErrors.broken("a consumer has an entry pending that its group has not");
        }
        pending.add(new Streams.Pending(id, consumer, delivery.at(), delivery.count()));
      }
    }
    return new RdbValue.Group(new Streams.Group(name, last, read), consumers, pending);
  }
}
