package io.orbit.protocol.redis.timeseries;

/**
 * Samples in few bits: of a time the difference of its difference to the one before, of a value
 * what is not as in the one before (Pelkonen and others, "Gorilla: A Fast, Scalable, In-Memory Time
 * Series Database", 2015). Differences have 0, 7, 9, 12, 32 or 64 bits, told by a prefix of up to
 * five; the first sample has 64 bits of each.
 */
final class Gorilla {
  private static final int[] WIDTHS = {7, 9, 12, 32};
  private static final int LEADING_BITS = 5;
  private static final int MOST_LEADING = 31;
  private static final int LENGTH_BITS = 6;

  private final BitWriter out = new BitWriter();
  private int count;
  private long time;
  private long step;
  private long value;
  private int leading = -1;
  private int trailing;

  /** Adds a sample, later than the one before. */
  void add(long newTime, double newValue) {
    long bits = Double.doubleToRawLongBits(newValue);
    if (count++ == 0) {
      out.write(newTime, Long.SIZE);
      out.write(bits, Long.SIZE);
    } else {
      long newStep = newTime - time;
      addStep(newStep - step);
      step = newStep;
      addValue(bits ^ value);
    }
    time = newTime;
    value = bits;
  }

  private void addStep(long change) {
    if (change == 0) {
      out.write(0, 1);
      return;
    }
    for (int i = 0; i < WIDTHS.length; i++) {
      int unused = Long.SIZE - WIDTHS[i];
      if (change << unused >> unused == change) {
        out.write((1L << i + 2) - 2, i + 2);
        out.write(change, WIDTHS[i]);
        return;
      }
    }
    out.write(0b11111, WIDTHS.length + 1);
    out.write(change, Long.SIZE);
  }

  private void addValue(long difference) {
    if (difference == 0) {
      out.write(0, 1);
      return;
    }
    int zeros = Math.min(MOST_LEADING, Long.numberOfLeadingZeros(difference));
    int behind = Long.numberOfTrailingZeros(difference);
    if (leading >= 0 && zeros >= leading && behind >= trailing) {
      out.write(0b10, 2);
    } else {
      leading = zeros;
      trailing = behind;
      out.write(0b11, 2);
      out.write(leading, LEADING_BITS);
      out.write(Long.SIZE - leading - trailing - 1L, LENGTH_BITS);
    }
    out.write(difference >>> trailing, Long.SIZE - leading - trailing);
  }

  int size() {
    return out.size();
  }

  byte[] toBytes() {
    return out.toBytes();
  }

  /** Shows the samples that stand in an array from an offset on; false when it wants no more. */
  static boolean read(byte[] bytes, int offset, int count, SampleSink sink) {
    BitReader in = new BitReader(bytes, offset);
    long time = in.read(Long.SIZE);
    long value = in.read(Long.SIZE);
    if (!sink.accept(time, Double.longBitsToDouble(value))) {
      return false;
    }
    long step = 0;
    int leading = 0;
    int length = 0;
    for (int i = 1; i < count; i++) {
      step += step(in);
      time += step;
      if (in.bit()) {
        if (in.bit()) {
          leading = (int) in.read(LEADING_BITS);
          length = (int) in.read(LENGTH_BITS) + 1;
        }
        value ^= in.read(length) << Long.SIZE - leading - length;
      }
      if (!sink.accept(time, Double.longBitsToDouble(value))) {
        return false;
      }
    }
    return true;
  }

  private static long step(BitReader in) {
    if (!in.bit()) {
      return 0;
    }
    for (int width : WIDTHS) {
      if (!in.bit()) {
        return in.readSigned(width);
      }
    }
    return in.read(Long.SIZE);
  }
}
