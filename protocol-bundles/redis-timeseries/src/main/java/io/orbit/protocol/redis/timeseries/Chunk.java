package io.orbit.protocol.redis.timeseries;

import java.nio.ByteBuffer;

/**
 * Samples in an element: a byte that says how (0: eight bytes each of time and value, 1: {@link
 * Gorilla}), their number in four bytes, the last one's time and value in eight each, the samples.
 * Not empty.
 */
record Chunk(byte[] bytes) {
  private static final int HEAD = 21;
  private static final byte PLAIN = 0;
  private static final byte COMPRESSED = 1;
  private static final int SAMPLE = 16;

  /** The samples from one index to another, the latter not included. */
  static byte[] write(Samples samples, int from, int to, boolean compressed) {
    byte[] body = compressed ? compress(samples, from, to) : plain(samples, from, to);
    return ByteBuffer.allocate(HEAD + body.length)
        .put(compressed ? COMPRESSED : PLAIN)
        .putInt(to - from)
        .putLong(samples.time(to - 1))
        .putDouble(samples.value(to - 1))
        .put(body)
        .array();
  }

  private static byte[] compress(Samples samples, int from, int to) {
    Gorilla out = new Gorilla();
    for (int i = from; i < to; i++) {
      out.add(samples.time(i), samples.value(i));
    }
    return out.toBytes();
  }

  private static byte[] plain(Samples samples, int from, int to) {
    ByteBuffer out = ByteBuffer.allocate((to - from) * SAMPLE);
    for (int i = from; i < to; i++) {
      out.putLong(samples.time(i)).putDouble(samples.value(i));
    }
    return out.array();
  }

  /** How many samples from an index on go into so many bytes; at least one. */
  static int fitting(Samples samples, int from, int mostBytes, boolean compressed) {
    int left = samples.size() - from;
    if (!compressed) {
      return Math.min(left, Math.max(1, mostBytes / SAMPLE));
    }
    Gorilla out = new Gorilla();
    int count = 0;
    while (count < left && (count == 0 || out.size() < mostBytes)) {
      out.add(samples.time(from + count), samples.value(from + count));
      count++;
    }
    return count > 1 && out.size() > mostBytes ? count - 1 : count;
  }

  int count() {
    return ByteBuffer.wrap(bytes).getInt(1);
  }

  Sample last() {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Sample(in.getLong(5), in.getDouble(13));
  }

  /** How many bytes the samples take. */
  int size() {
    return bytes.length - HEAD;
  }

  /** Shows the samples; false when no more are wanted. */
  boolean forEach(SampleSink sink) {
    int count = count();
    if (bytes[0] == COMPRESSED) {
      return Gorilla.read(bytes, HEAD, count, sink);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    boolean more = true;
    for (int i = 0; more && i < count; i++) {
      more = sink.accept(in.getLong(HEAD + i * SAMPLE), in.getDouble(HEAD + i * SAMPLE + 8));
    }
    return more;
  }

  Samples samples() {
    Samples samples = new Samples(count() + 1);
    boolean ignored = forEach(samples);
    return samples;
  }
}
