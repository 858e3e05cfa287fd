package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.StreamEntry;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import io.orbit.api.storage.Composite;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream as its record's composite was when it was read. */
record CompositeStream(Composite elements) implements Streams.View {
  private static final byte[] FIRST_ENTRY = {StreamFormat.ENTRY};
  private static final byte[] BEHIND_ENTRIES = {StreamFormat.GROUP};

  /** An entry: its value as it is stored. */
  private record StoredEntry(StreamId id, byte[] value) implements StreamEntry {
    @Override
    public int size() {
      int count = 0;
      for (int at = Long.BYTES; at < value.length; count++) {
        at += Integer.BYTES + ByteBuffer.wrap(value).getInt(at);
      }
      return count / 2;
    }

    @Override
    public void forEach(Hashes.FieldVisitor visitor) {
      ByteBuffer bytes = ByteBuffer.wrap(value);
      ByteRange field = new ByteRange();
      ByteRange content = new ByteRange();
      int at = Long.BYTES;
      while (at < value.length) {
        field.set(value, at + Integer.BYTES, bytes.getInt(at));
        at += Integer.BYTES + field.length();
        content.set(value, at + Integer.BYTES, bytes.getInt(at));
        at += Integer.BYTES + content.length();
        visitor.visit(field, content);
      }
    }
  }

  StreamFormat.Head head() {
    byte[] value = get(StreamFormat.HEAD);
    return value == null ? StreamFormat.Head.NEW : StreamFormat.head(value);
  }

  private byte @Nullable [] get(byte[] key) {
    Composite.ElementView element = new Composite.ElementView();
    return elements.get(key, 0, key.length, element) ? element.value : null;
  }

  @Override
  public long size() {
    return elements.rank(BEHIND_ENTRIES) - elements.rank(FIRST_ENTRY);
  }

  @Override
  public long count(StreamId from, StreamId to) {
    byte[] last = CompositeScan.successor(StreamFormat.entryKey(to));
    return Math.max(0, elements.rank(last) - elements.rank(StreamFormat.entryKey(from)));
  }

  @Override
  public Streams.State state() {
    return head().state();
  }

  @Override
  public long blocks() {
    return head().blocks();
  }

  // ---- entries

  @Override
  public @Nullable StreamEntry edge(boolean last) {
    StreamEntry[] found = new StreamEntry[1];
    Streams.EntryVisitor visitor =
        entry -> {
          found[0] = entry;
          return false;
        };
    if (last) {
      forEachReversed(StreamId.MINIMUM, StreamId.MAXIMUM, visitor);
    } else {
      forEach(StreamId.MINIMUM, StreamId.MAXIMUM, visitor);
    }
    return found[0];
  }

  @Override
  public @Nullable StreamEntry entry(StreamId id) {
    byte[] value = value(id);
    return value == null ? null : new StoredEntry(id, value);
  }

  byte @Nullable [] value(StreamId id) {
    return get(StreamFormat.entryKey(id));
  }

  @Override
  public void forEach(StreamId from, StreamId to, Streams.EntryVisitor visitor) {
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = elements.cursor(StreamFormat.entryKey(from));
    byte[] last = StreamFormat.entryKey(to);
    while (cursor.next(element) && Arrays.compareUnsigned(element.key, last) <= 0) {
      if (!visitor.visit(entryOf(element))) {
        return;
      }
    }
  }

  @Override
  public void forEachReversed(StreamId from, StreamId to, Streams.EntryVisitor visitor) {
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = elements.cursor(CompositeScan.successor(StreamFormat.entryKey(to)));
    byte[] first = StreamFormat.entryKey(from);
    while (cursor.previous(element) && Arrays.compareUnsigned(element.key, first) >= 0) {
      if (!visitor.visit(entryOf(element))) {
        return;
      }
    }
  }

  private static StoredEntry entryOf(Composite.ElementView element) {
    return new StoredEntry(StreamFormat.idOf(element.key), element.value);
  }

  // ---- groups

  @Override
  public List<Streams.Group> groups() {
    List<Streams.Group> groups = new ArrayList<>();
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = elements.cursor(BEHIND_ENTRIES);
    while (cursor.next(element) && element.key[0] == StreamFormat.GROUP) {
      groups.add(StreamFormat.group(element.key, element.value));
    }
    return groups;
  }

  @Override
  public Streams.@Nullable Group group(ByteRange name) {
    byte[] key = StreamFormat.groupKey(name);
    byte[] value = get(key);
    return value == null ? null : StreamFormat.group(key, value);
  }

  @Override
  public List<Streams.Consumer> consumers(ByteRange group) {
    List<Streams.Consumer> consumers = new ArrayList<>();
    byte[] prefix = StreamFormat.prefix(StreamFormat.CONSUMER, group, null);
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = elements.cursor(prefix);
    while (cursor.next(element) && StreamFormat.startsWith(element.key, prefix)) {
      byte[] name = Arrays.copyOfRange(element.key, prefix.length, element.key.length);
      consumers.add(StreamFormat.consumer(name, element.value));
    }
    return consumers;
  }

  @Override
  public Streams.@Nullable Consumer consumer(ByteRange group, ByteRange name) {
    byte[] value = get(StreamFormat.consumerKey(group, name));
    return value == null ? null : StreamFormat.consumer(name.copy(), value);
  }

  // ---- what is pending

  private static byte[] pendingPrefix(ByteRange group, @Nullable ByteRange consumer) {
    byte kind = consumer == null ? StreamFormat.PENDING : StreamFormat.PENDING_OF_CONSUMER;
    return StreamFormat.prefix(kind, group, consumer);
  }

  @Override
  public long pendingCount(ByteRange group, @Nullable ByteRange consumer) {
    byte[] prefix = pendingPrefix(group, consumer);
    return elements.rank(StreamFormat.behind(prefix)) - elements.rank(prefix);
  }

  @Override
  public Streams.@Nullable Pending pendingEdge(ByteRange group, boolean last) {
    byte[] prefix = pendingPrefix(group, null);
    Composite.ElementView element = new Composite.ElementView();
    boolean found =
        last
            ? elements.cursor(StreamFormat.behind(prefix)).previous(element)
            : elements.cursor(prefix).next(element);
    return found && StreamFormat.startsWith(element.key, prefix)
        ? StreamFormat.pending(element.key, element.value)
        : null;
  }

  @Override
  public Streams.@Nullable Pending pending(ByteRange group, StreamId id) {
    byte[] key = StreamFormat.withId(pendingPrefix(group, null), id);
    byte[] value = get(key);
    return value == null ? null : StreamFormat.pending(key, value);
  }

  @Override
  public List<Streams.Pending> pending(
      ByteRange group, @Nullable ByteRange consumer, StreamId from, int most) {
    List<Streams.Pending> found = new ArrayList<>();
    byte[] prefix = pendingPrefix(group, consumer);
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = elements.cursor(StreamFormat.withId(prefix, from));
    while (found.size() < most
        && cursor.next(element)
        && StreamFormat.startsWith(element.key, prefix)) {
      Streams.Pending each =
          consumer == null
              ? StreamFormat.pending(element.key, element.value)
              : pending(group, StreamFormat.idOf(element.key));
      if (each != null) {
        found.add(each);
      }
    }
    return found;
  }
}
