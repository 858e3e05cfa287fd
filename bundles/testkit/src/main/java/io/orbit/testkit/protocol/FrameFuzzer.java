package io.orbit.testkit.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes broken frames out of good ones, always the same from one seed: flipped bits, cut and
 * repeated pieces, two frames spliced, lengths that lie, noise. Not thread-safe.
 */
public final class FrameFuzzer {
  private static final int[] LYING_LENGTHS = {
    0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0x7ffffff0, 1 << 30
  };

  private final List<byte[]> corpus;
  private final SplittableRandom random;

  /**
   * @param corpus good frames, at least one
   */
  public FrameFuzzer(long seed, List<byte[]> corpus) {
    if (corpus.isEmpty()) {
      throw new IllegalArgumentException("a corpus must have a frame");
    }
    this.corpus = corpus.stream().map(byte[]::clone).toList();
    this.random = new SplittableRandom(seed);
  }

  /** A seed to print, so that a failure can be replayed. */
  public static long freshSeed() {
    Long given = Long.getLong("orbit.test.seed");
    return given == null ? System.nanoTime() : given;
  }

  /** The next frame, good in one case of sixteen. */
  public byte[] next() {
    byte[] frame = pick();
    if (random.nextInt(16) == 0) {
      return frame;
    }
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      frame = change(frame);
    }
    return frame;
  }

  private byte[] pick() {
    return corpus.get(random.nextInt(corpus.size())).clone();
  }

  private byte[] change(byte[] frame) {
    if (frame.length == 0) {
      return noise();
    }
    int at = random.nextInt(frame.length);
    return switch (random.nextInt(8)) {
      case 0 -> {
        frame[at] ^= (byte) (1 << random.nextInt(8));
        yield frame;
      }
      case 1 -> {
        frame[at] = (byte) random.nextInt(256);
        yield frame;
      }
      case 2 -> Arrays.copyOf(frame, at);
      case 3 -> splice(frame, at, Arrays.copyOfRange(frame, at, frame.length));
      case 4 -> splice(frame, at, pick());
      case 5 -> splice(frame, at, noise());
      case 6 -> lie(frame, at);
      case 7 -> lieInDigits(frame, at);
      default -> throw new IllegalStateException();
    };
  }

  private static byte[] splice(byte[] frame, int at, byte[] inserted) {
    byte[] head = Arrays.copyOf(frame, at);
    byte[] tail = Arrays.copyOfRange(frame, at, frame.length);
    return Bytes.join(head, inserted, tail);
  }

  private byte[] noise() {
    byte[] bytes = new byte[1 + random.nextInt(32)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Writes a length of 1, 2 or 4 bytes, either end first. */
  private byte[] lie(byte[] frame, int at) {
    int value = LYING_LENGTHS[random.nextInt(LYING_LENGTHS.length)];
    int width = 1 << random.nextInt(3);
    boolean bigEndian = random.nextBoolean();
    for (int i = 0; i < width && at + i < frame.length; i++) {
      int shift = 8 * (bigEndian ? width - 1 - i : i);
      frame[at + i] = (byte) (value >> shift);
    }
    return frame;
  }

  /** Makes a number in text huge, negative or empty. */
  private byte[] lieInDigits(byte[] frame, int at) {
    int start = at;
    while (start < frame.length && !(frame[start] >= '0' && frame[start] <= '9')) {
      start++;
    }
    int end = start;
    while (end < frame.length && frame[end] >= '0' && frame[end] <= '9') {
      end++;
    }
    String[] lies = {"", "-1", "0", "2147483647", "2147483648", "9223372036854775808", "00007"};
    byte[] lie =
        lies[random.nextInt(lies.length)].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return Bytes.join(
        Arrays.copyOf(frame, start), lie, Arrays.copyOfRange(frame, end, frame.length));
  }
}
