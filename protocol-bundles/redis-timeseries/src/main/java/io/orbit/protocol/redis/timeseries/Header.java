package io.orbit.protocol.redis.timeseries;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How a series is kept, and what is counted of it. In bytes: retention 8, chunk size 4, compressed
 * 1, policy 1 (-1 for none), time to ignore 8, difference to ignore 8, chunks 4, samples in them 8,
 * labels 4.
 *
 * @param retention milliseconds that a sample is kept after the last one came, 0 for ever
 * @param chunkSize bytes of a chunk
 * @param policy null where none was given, which is as BLOCK
 * @param ignoredTime up to so long after the last sample …
 * @param ignoredDifference … one of so small a difference is not added
 * @param chunks how many chunks there are
 * @param packed how many samples are in them
 * @param labels how many labels there are
 */
record Header(
    long retention,
    int chunkSize,
    boolean compressed,
    @Nullable DuplicatePolicy policy,
    long ignoredTime,
    double ignoredDifference,
    int chunks,
    long packed,
    int labels) {
  static final byte[] KEY = {'h'};
  static final Header DEFAULT = new Header(0, 4096, true, null, 0, 0, 0, 0, 0);

  private static final int BYTES = 46;

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(retention)
        .putInt(chunkSize)
        .put((byte) (compressed ? 1 : 0))
        .put((byte) (policy == null ? -1 : policy.ordinal()))
        .putLong(ignoredTime)
        .putDouble(ignoredDifference)
        .putInt(chunks)
        .putLong(packed)
        .putInt(labels)
        .array();
  }

  static Header read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long retention = in.getLong();
    int chunkSize = in.getInt();
    boolean compressed = in.get() != 0;
    byte policy = in.get();
    return new Header(
        retention,
        chunkSize,
        compressed,
        policy < 0 ? null : DuplicatePolicy.values()[policy],
        in.getLong(),
        in.getDouble(),
        in.getInt(),
        in.getLong(),
        in.getInt());
  }

  Header withRetention(long milliseconds) {
    return new Header(
        milliseconds,
        chunkSize,
        compressed,
        policy,
        ignoredTime,
        ignoredDifference,
        chunks,
        packed,
        labels);
  }

  Header withChunkSize(int size) {
    return new Header(
        retention,
        size,
        compressed,
        policy,
        ignoredTime,
        ignoredDifference,
        chunks,
        packed,
        labels);
  }

  Header withCompressed(boolean compresses) {
    return new Header(
        retention,
        chunkSize,
        compresses,
        policy,
        ignoredTime,
        ignoredDifference,
        chunks,
        packed,
        labels);
  }

  Header withPolicy(@Nullable DuplicatePolicy chosen) {
    return new Header(
        retention,
        chunkSize,
        compressed,
        chosen,
        ignoredTime,
        ignoredDifference,
        chunks,
        packed,
        labels);
  }

  Header ignoring(long time, double difference) {
    return new Header(
        retention, chunkSize, compressed, policy, time, difference, chunks, packed, labels);
  }

  Header withChunks(int count, long samples) {
    return new Header(
        retention,
        chunkSize,
        compressed,
        policy,
        ignoredTime,
        ignoredDifference,
        count,
        samples,
        labels);
  }

  Header withLabels(int count) {
    return new Header(
        retention,
        chunkSize,
        compressed,
        policy,
        ignoredTime,
        ignoredDifference,
        chunks,
        packed,
        count);
  }
}
