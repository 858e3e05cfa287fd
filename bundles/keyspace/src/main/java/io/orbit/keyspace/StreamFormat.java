package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams.Consumer;
import io.orbit.api.keyspace.Streams.Group;
import io.orbit.api.keyspace.Streams.Pending;
import io.orbit.api.keyspace.Streams.State;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a stream. Numbers are big-endian, an id is two of 64 bits; {@code name+} is a
 * name behind its length in 4 bytes.
 *
 * <pre>
 * u8 0                              → head: last id, maximum deleted id, u64 entries added,
 *                                     u64 blocks, u64 number of the last block, u32 its entries,
 *                                     u64 its bytes
 * u8 1, id                          → entry: u64 number of its block, then field and value in turn,
 *                                     each behind its length in 4 bytes
 * u8 2, group                       → last id, u64 entries read
 * u8 3, group+, consumer            → u64 seen at, u64 active at
 * u8 4, group+, id                  → u64 delivered at, u64 deliveries, consumer
 * u8 5, group+, consumer+, id       → nothing: what of a group is pending, by consumer
 * </pre>
 */
final class StreamFormat {
  static final byte[] HEAD = {0};
  static final byte ENTRY = 1;
  static final byte GROUP = 2;
  static final byte CONSUMER = 3;
  static final byte PENDING = 4;
  static final byte PENDING_OF_CONSUMER = 5;
  static final int ID = 16;

  private static final byte[] NOTHING = new byte[0];
  private static final int HEAD_BYTES = 2 * ID + 3 * Long.BYTES + Integer.BYTES + Long.BYTES;

  /**
   * What stands in the head.
   *
   * @param blocks number of blocks that have entries
   * @param block number of the last one
   * @param blockEntries how many were added to it
   * @param blockBytes about how large it is
   */
  record Head(State state, long blocks, long block, int blockEntries, long blockBytes) {
    static final Head NEW = new Head(new State(StreamId.MINIMUM, StreamId.MINIMUM, 0), 0, 0, 0, 0);

    Head with(State other) {
      return new Head(other, blocks, block, blockEntries, blockBytes);
    }

    Head withBlocks(long other) {
      return new Head(state, other, block, blockEntries, blockBytes);
    }
  }

  private StreamFormat() {}

  static byte[] head(Head head) {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES);
    put(bytes, head.state().lastId());
    put(bytes, head.state().maximumDeletedId());
    return bytes
        .putLong(head.state().entriesAdded())
        .putLong(head.blocks())
        .putLong(head.block())
        .putInt(head.blockEntries())
        .putLong(head.blockBytes())
        .array();
  }

  static Head head(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    State state = new State(id(bytes), id(bytes), bytes.getLong());
    return new Head(state, bytes.getLong(), bytes.getLong(), bytes.getInt(), bytes.getLong());
  }

  // ---- keys

  static byte[] entryKey(StreamId id) {
    ByteBuffer key = ByteBuffer.allocate(1 + ID).put(ENTRY);
    put(key, id);
    return key.array();
  }

  /** The id at the end of a key. */
  static StreamId idOf(byte[] key) {
    return id(ByteBuffer.wrap(key, key.length - ID, ID));
  }

  static byte[] groupKey(ByteRange group) {
    byte[] key = new byte[1 + group.length()];
    key[0] = GROUP;
    System.arraycopy(group.array(), group.offset(), key, 1, group.length());
    return key;
  }

  /** What all keys of a kind, a group and, for the last kind, a consumer begin with. */
  static byte[] prefix(byte kind, ByteRange group, @Nullable ByteRange consumer) {
    int length = 1 + Integer.BYTES + group.length();
    int more = consumer == null ? 0 : Integer.BYTES + consumer.length();
    ByteBuffer key = ByteBuffer.allocate(length + more).put(kind);
    put(key, group);
    if (consumer != null) {
      put(key, consumer);
    }
    return key.array();
  }

  static byte[] consumerKey(ByteRange group, ByteRange consumer) {
    byte[] prefix = prefix(CONSUMER, group, null);
    byte[] key = Arrays.copyOf(prefix, prefix.length + consumer.length());
    System.arraycopy(consumer.array(), consumer.offset(), key, prefix.length, consumer.length());
    return key;
  }

  static byte[] withId(byte[] prefix, StreamId id) {
    byte[] key = Arrays.copyOf(prefix, prefix.length + ID);
    put(ByteBuffer.wrap(key, prefix.length, ID), id);
    return key;
  }

  /** The smallest key behind all that begin so. */
  static byte[] behind(byte[] prefix) {
    byte[] next = prefix.clone();
    for (int i = next.length - 1; i >= 0; i--) {
      next[i]++;
      if (next[i] != 0) {
        return Arrays.copyOf(next, i + 1);
      }
    }
    throw new IllegalArgumentException("no key is behind this one");
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  // ---- values

  static byte[] entry(long block, List<ByteRange> fieldsAndValues) {
    int length = Long.BYTES;
    for (ByteRange each : fieldsAndValues) {
      length += Integer.BYTES + each.length();
    }
    ByteBuffer value = ByteBuffer.allocate(length).putLong(block);
    fieldsAndValues.forEach(each -> put(value, each));
    return value.array();
  }

  static long blockOf(byte[] entry) {
    return ByteBuffer.wrap(entry).getLong();
  }

  static byte[] group(Group group) {
    ByteBuffer value = ByteBuffer.allocate(ID + Long.BYTES);
    put(value, group.lastId());
    return value.putLong(group.entriesRead()).array();
  }

  static Group group(byte[] key, byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    return new Group(Arrays.copyOfRange(key, 1, key.length), id(bytes), bytes.getLong());
  }

  static byte[] consumer(Consumer consumer) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(consumer.seenAt())
        .putLong(consumer.activeAt())
        .array();
  }

  static Consumer consumer(byte[] name, byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    return new Consumer(name, bytes.getLong(), bytes.getLong());
  }

  static byte[] pending(Pending pending) {
    return ByteBuffer.allocate(2 * Long.BYTES + pending.consumer().length)
        .putLong(pending.deliveredAt())
        .putLong(pending.deliveries())
        .put(pending.consumer())
        .array();
  }

  static Pending pending(byte[] key, byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    long deliveredAt = bytes.getLong();
    long deliveries = bytes.getLong();
    byte[] consumer = Arrays.copyOfRange(value, 2 * Long.BYTES, value.length);
    return new Pending(idOf(key), consumer, deliveredAt, deliveries);
  }

  static byte[] nothing() {
    return NOTHING;
  }

  private static void put(ByteBuffer bytes, StreamId id) {
    bytes.putLong(id.milliseconds()).putLong(id.sequence());
  }

  private static void put(ByteBuffer bytes, ByteRange word) {
    bytes.putInt(word.length()).put(word.array(), word.offset(), word.length());
  }

  private static StreamId id(ByteBuffer bytes) {
    return new StreamId(bytes.getLong(), bytes.getLong());
  }
}
