package io.orbit.api.keyspace;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Streams: entries in the order of their ids, and groups of consumers that read them. An entry, a
 * group, a consumer and a pending entry are found in O(log n). See {@link Keyspace} for atomicity,
 * errors and threads.
 */
public interface Streams {
  /** {@link Group#entriesRead}: how far the group is, is not known as a number. */
  long UNKNOWN_COUNT = -1;

  /** {@link Consumer#activeAt}: it has never read anything. */
  long NEVER = -1;

  /** The whole stream as of one moment; null when there is no such key. */
  @Nullable View view(ByteRange key);

  /**
   * Changes a stream, all at once. An empty one keeps its key. The change must not use the keyspace
   * otherwise. It may be told {@link MustWait} before it begins, never after.
   */
  <T extends @Nullable Object> T change(ByteRange key, Function<? super Editor, T> change);

  /** Called once an entry. */
  interface EntryVisitor {
    /** False to see no more. */
    boolean visit(StreamEntry entry);
  }

  /**
   * What a stream knows beside its entries.
   *
   * @param lastId the greatest id an entry ever had
   * @param maximumDeletedId the greatest id of those removed one by one
   * @param entriesAdded how many entries were ever added
   */
  record State(StreamId lastId, StreamId maximumDeletedId, long entriesAdded) {}

  /**
   * A group of consumers.
   *
   * @param lastId up to where entries have been delivered
   * @param entriesRead how many were, or {@link #UNKNOWN_COUNT}
   */
  record Group(byte[] name, StreamId lastId, long entriesRead) {}

  /**
   * A consumer of a group.
   *
   * @param seenAt milliseconds since 1970 of the last attempt to read
   * @param activeAt and of the last one that got something, or {@link #NEVER}
   */
  record Consumer(byte[] name, long seenAt, long activeAt) {}

  /**
   * An entry delivered to a consumer and not acknowledged.
   *
   * @param deliveredAt milliseconds since 1970
   */
  record Pending(StreamId id, byte[] consumer, long deliveredAt, long deliveries) {}

  /** A stream as of one moment. One thread. */
  interface View {
    /** Number of entries. */
    long size();

    /** Number of entries from one id to another, both included. */
    long count(StreamId from, StreamId to);

    State state();

    /** In how many blocks the entries lie; an approximate trimming removes whole ones. */
    long blocks();

    /** The first or the last entry; null when there is none. */
    @Nullable StreamEntry edge(boolean last);

    @Nullable StreamEntry entry(StreamId id);

    /** Shows entries from one id to another, both included. */
    void forEach(StreamId from, StreamId to, EntryVisitor visitor);

    /** As {@link #forEach}, the last one first. */
    void forEachReversed(StreamId from, StreamId to, EntryVisitor visitor);

    /** The groups in the order of their names. */
    List<Group> groups();

    @Nullable Group group(ByteRange name);

    /** A group's consumers in the order of their names. */
    List<Consumer> consumers(ByteRange group);

    @Nullable Consumer consumer(ByteRange group, ByteRange name);

    /** How many entries of a group, or of one of its consumers, are pending. */
    long pendingCount(ByteRange group, @Nullable ByteRange consumer);

    /** The first or the last one that is pending in a group; null when none is. */
    @Nullable Pending pendingEdge(ByteRange group, boolean last);

    @Nullable Pending pending(ByteRange group, StreamId id);

    /**
     * What is pending from an id on, in order, of a group or one of its consumers.
     *
     * @param most how many at most
     */
    List<Pending> pending(ByteRange group, @Nullable ByteRange consumer, StreamId from, int most);
  }

  /** A stream being changed: it shows the changes made so far. */
  interface Editor extends View {
    /** Whether there is a stream, empty or not. */
    boolean exists();

    /** Makes an empty stream where there is none. */
    void create();

    /**
     * Adds an entry; the stream is made where there is none.
     *
     * @param id greater than the last one
     * @param fieldsAndValues field, value, field, value …
     * @param blockEntries how many entries a block takes, 0 for any number
     * @param blockBytes how many bytes a block takes, 0 for any number
     */
    void add(StreamId id, List<ByteRange> fieldsAndValues, int blockEntries, long blockBytes);

    /** Gives an entry that exists other fields. */
    void replace(StreamId id, List<ByteRange> fieldsAndValues);

    /** Removes an entry; false when there is none. */
    boolean remove(StreamId id);

    /** Removes the first entries; answers how many. */
    long trim(Trimming trimming);

    void setState(State state);

    /** Makes or changes a group. */
    void putGroup(Group group);

    /** Removes a group, its consumers and what is pending. */
    void removeGroup(ByteRange name);

    /** Makes or changes a consumer. */
    void putConsumer(ByteRange group, Consumer consumer);

    /** Removes a consumer; what it had pending is pending no longer. */
    void removeConsumer(ByteRange group, ByteRange name);

    /** Notes that an entry is pending, whoever had it before. */
    void putPending(ByteRange group, Pending pending);

    /** Acknowledges an entry; false when it is not pending. */
    boolean removePending(ByteRange group, StreamId id);
  }

  /**
   * Which entries to remove.
   *
   * @param maximum how many stay, when {@code minimum} is null
   * @param minimum the first id that stays
   * @param wholeBlocks true to remove whole blocks only
   * @param limit how many entries to remove at most, 0 for any number; only for whole blocks
   */
  record Trimming(long maximum, @Nullable StreamId minimum, boolean wholeBlocks, long limit) {}
}
