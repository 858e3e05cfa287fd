package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.StreamEntry;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import io.orbit.api.storage.Composite;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream being changed. */
final class StreamEditor implements Streams.Editor {
  private static final CompositeStream EMPTY = new CompositeStream(NoElements.INSTANCE);

  /** What an element takes in a block beside its bytes, as in Redis' listpacks. */
  private static final int ELEMENT_OVERHEAD = 2;

  private final CompositeEditor elements;
  private boolean news;

  StreamEditor(CompositeEditor elements) {
    this.elements = elements;
  }

  /** Whether those who read the stream want to know: there is an entry more, or a group less. */
  boolean isNews() {
    return news;
  }

  private CompositeStream now() {
    Composite current = elements.elements();
    return current == null ? EMPTY : new CompositeStream(current);
  }

  private void put(StreamFormat.Head head) {
    elements.put(StreamFormat.HEAD, StreamFormat.head(head));
  }

  // ---- what there is

  @Override
  public boolean exists() {
    return elements.elements() != null;
  }

  @Override
  public long size() {
    return now().size();
  }

  @Override
  public long count(StreamId from, StreamId to) {
    return now().count(from, to);
  }

  @Override
  public Streams.State state() {
    return now().state();
  }

  @Override
  public long blocks() {
    return now().blocks();
  }

  @Override
  public @Nullable StreamEntry edge(boolean last) {
    return now().edge(last);
  }

  @Override
  public @Nullable StreamEntry entry(StreamId id) {
    return now().entry(id);
  }

  @Override
  public void forEach(StreamId from, StreamId to, Streams.EntryVisitor visitor) {
    now().forEach(from, to, visitor);
  }

  @Override
  public void forEachReversed(StreamId from, StreamId to, Streams.EntryVisitor visitor) {
    now().forEachReversed(from, to, visitor);
  }

  @Override
  public List<Streams.Group> groups() {
    return now().groups();
  }

  @Override
  public Streams.@Nullable Group group(ByteRange name) {
    return now().group(name);
  }

  @Override
  public List<Streams.Consumer> consumers(ByteRange group) {
    return now().consumers(group);
  }

  @Override
  public Streams.@Nullable Consumer consumer(ByteRange group, ByteRange name) {
    return now().consumer(group, name);
  }

  @Override
  public long pendingCount(ByteRange group, @Nullable ByteRange consumer) {
    return now().pendingCount(group, consumer);
  }

  @Override
  public Streams.@Nullable Pending pendingEdge(ByteRange group, boolean last) {
    return now().pendingEdge(group, last);
  }

  @Override
  public Streams.@Nullable Pending pending(ByteRange group, StreamId id) {
    return now().pending(group, id);
  }

  @Override
  public List<Streams.Pending> pending(
      ByteRange group, @Nullable ByteRange consumer, StreamId from, int most) {
    return now().pending(group, consumer, from, most);
  }

  // ---- entries

  @Override
  public void create() {
    if (!exists()) {
      put(StreamFormat.Head.NEW);
    }
  }

  @Override
  public void add(StreamId id, List<ByteRange> fieldsAndValues, int blockEntries, long blockBytes) {
    news = true;
    StreamFormat.Head head = now().head();
    long bytes = 0;
    for (ByteRange each : fieldsAndValues) {
      bytes += each.length() + ELEMENT_OVERHEAD;
    }
    boolean full =
        (blockEntries > 0 && head.blockEntries() >= blockEntries)
            || (blockBytes > 0 && head.blockBytes() + bytes >= blockBytes);
    boolean begins = head.blocks() == 0 || full;
    long block = begins ? head.block() + 1 : head.block();
    Streams.State old = head.state();
    put(
        new StreamFormat.Head(
            new Streams.State(id, old.maximumDeletedId(), old.entriesAdded() + 1),
            begins ? head.blocks() + 1 : head.blocks(),
            block,
            begins ? 1 : head.blockEntries() + 1,
            begins ? bytes : head.blockBytes() + bytes));
    elements.put(StreamFormat.entryKey(id), StreamFormat.entry(block, fieldsAndValues));
  }

  @Override
  public void replace(StreamId id, List<ByteRange> fieldsAndValues) {
    byte[] old = now().value(id);
    if (old == null) {
      throw new IllegalArgumentException("no entry " + id);
    }
    elements.put(
        StreamFormat.entryKey(id), StreamFormat.entry(StreamFormat.blockOf(old), fieldsAndValues));
  }

  @Override
  public boolean remove(StreamId id) {
    byte[] old = now().value(id);
    if (old == null) {
      return false;
    }
    long block = StreamFormat.blockOf(old);
    elements.remove(StreamFormat.entryKey(id));
    if (!hasEntryOf(block, id)) {
      StreamFormat.Head head = now().head();
      put(head.withBlocks(head.blocks() - 1));
    }
    return true;
  }

  /** Whether one beside an entry that was removed belongs to the same block. */
  private boolean hasEntryOf(long block, StreamId removed) {
    boolean[] found = new boolean[1];
    CompositeStream now = now();
    Streams.EntryVisitor visitor =
        entry -> {
          byte[] value = now.value(entry.id());
          found[0] |= value != null && StreamFormat.blockOf(value) == block;
          return false;
        };
    now.forEach(removed, StreamId.MAXIMUM, visitor);
    now.forEachReversed(StreamId.MINIMUM, removed, visitor);
    return found[0];
  }

  @Override
  public long trim(Streams.Trimming trimming) {
    List<StreamId> going = trimming.wholeBlocks() ? wholeBlocks(trimming) : firstOnes(trimming);
    going.forEach(this::remove);
    return going.size();
  }

  private List<StreamId> firstOnes(Streams.Trimming trimming) {
    List<StreamId> going = new ArrayList<>();
    StreamId minimum = trimming.minimum();
    long most = minimum == null ? size() - trimming.maximum() : Long.MAX_VALUE;
    if (most > 0) {
      now()
          .forEach(
              StreamId.MINIMUM,
              StreamId.MAXIMUM,
              entry -> {
                boolean goes = minimum == null || entry.id().compareTo(minimum) < 0;
                if (goes) {
                  going.add(entry.id());
                }
                return goes && going.size() < most;
              });
    }
    return going;
  }

  private List<StreamId> wholeBlocks(Streams.Trimming trimming) {
    CompositeStream now = now();
    List<StreamId> going = new ArrayList<>();
    List<StreamId> block = new ArrayList<>();
    long[] number = {-1};
    boolean[] stopped = new boolean[1];
    long size = size();
    now.forEach(
        StreamId.MINIMUM,
        StreamId.MAXIMUM,
        entry -> {
          byte[] value = now.value(entry.id());
          long itsBlock = value == null ? number[0] : StreamFormat.blockOf(value);
          if (itsBlock != number[0] && !block.isEmpty()) {
            stopped[0] = !takes(trimming, size, going, block);
          }
          number[0] = itsBlock;
          block.add(entry.id());
          return !stopped[0];
        });
    if (!stopped[0] && !block.isEmpty()) {
      boolean ignored = takes(trimming, size, going, block);
    }
    return going;
  }

  /** Takes a block if it may go as a whole; false when it stays. */
  private static boolean takes(
      Streams.Trimming trimming, long size, List<StreamId> going, List<StreamId> block) {
    StreamId minimum = trimming.minimum();
    boolean within = trimming.limit() == 0 || going.size() + block.size() <= trimming.limit();
    boolean superfluous =
        minimum == null
            ? size - going.size() > trimming.maximum()
                && size - going.size() - block.size() >= trimming.maximum()
            : block.getLast().compareTo(minimum) < 0;
    if (!within || !superfluous) {
      return false;
    }
    going.addAll(block);
    block.clear();
    return true;
  }

  @Override
  public void setState(Streams.State state) {
    put(now().head().with(state));
  }

  // ---- groups

  @Override
  public void putGroup(Streams.Group group) {
    elements.put(StreamFormat.groupKey(ByteRange.of(group.name())), StreamFormat.group(group));
  }

  @Override
  public void removeGroup(ByteRange name) {
    news = true;
    elements.remove(StreamFormat.groupKey(name));
    removeAll(StreamFormat.prefix(StreamFormat.CONSUMER, name, null));
    removeAll(StreamFormat.prefix(StreamFormat.PENDING, name, null));
    removeAll(StreamFormat.prefix(StreamFormat.PENDING_OF_CONSUMER, name, null));
  }

  private void removeAll(byte[] prefix) {
    List<byte[]> keys = new ArrayList<>();
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = now().elements().cursor(prefix);
    while (cursor.next(element) && StreamFormat.startsWith(element.key, prefix)) {
      keys.add(element.key);
    }
    keys.forEach(elements::remove);
  }

  @Override
  public void putConsumer(ByteRange group, Streams.Consumer consumer) {
    elements.put(
        StreamFormat.consumerKey(group, ByteRange.of(consumer.name())),
        StreamFormat.consumer(consumer));
  }

  @Override
  public void removeConsumer(ByteRange group, ByteRange name) {
    byte[] prefix = StreamFormat.prefix(StreamFormat.PENDING_OF_CONSUMER, group, name);
    for (Streams.Pending each : pending(group, name, StreamId.MINIMUM, Integer.MAX_VALUE)) {
      elements.remove(pendingKey(group, each.id()));
    }
    removeAll(prefix);
    elements.remove(StreamFormat.consumerKey(group, name));
  }

  private static byte[] pendingKey(ByteRange group, StreamId id) {
    return StreamFormat.withId(StreamFormat.prefix(StreamFormat.PENDING, group, null), id);
  }

  private static byte[] pendingKey(ByteRange group, byte[] consumer, StreamId id) {
    return StreamFormat.withId(
        StreamFormat.prefix(StreamFormat.PENDING_OF_CONSUMER, group, ByteRange.of(consumer)), id);
  }

  @Override
  public void putPending(ByteRange group, Streams.Pending pending) {
    Streams.Pending old = pending(group, pending.id());
    boolean same = old != null && java.util.Arrays.equals(old.consumer(), pending.consumer());
    if (old != null && !same) {
      elements.remove(pendingKey(group, old.consumer(), old.id()));
    }
    if (!same) {
      elements.put(pendingKey(group, pending.consumer(), pending.id()), StreamFormat.nothing());
    }
    elements.put(pendingKey(group, pending.id()), StreamFormat.pending(pending));
  }

  @Override
  public boolean removePending(ByteRange group, StreamId id) {
    Streams.Pending old = pending(group, id);
    if (old == null) {
      return false;
    }
    elements.remove(pendingKey(group, old.consumer(), id));
    elements.remove(pendingKey(group, id));
    return true;
  }
}
