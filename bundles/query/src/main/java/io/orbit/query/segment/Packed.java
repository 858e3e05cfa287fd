package io.orbit.query.segment;

/** Longs in fewer bytes. Immutable. */
sealed interface Packed {
  void read(int from, int count, long[] into);

  /** The values at {@code from + selection[i]}. */
  void read(int from, int[] selection, int count, long[] into);

  long bytes();

  String name();

  /** In one, two, four or eight bytes each. */
  static Packed narrowest(long[] values, int rows, long min, long max) {
    long spread = max - min;
    if (spread >= 0 && spread <= 0xff) {
      byte[] packed = new byte[rows];
      for (int row = 0; row < rows; row++) {
        packed[row] = (byte) (values[row] - min);
      }
      return new Bytes(packed, min);
    }
    if (spread >= 0 && spread <= 0xffff) {
      char[] packed = new char[rows];
      for (int row = 0; row < rows; row++) {
        packed[row] = (char) (values[row] - min);
      }
      return new Chars(packed, min);
    }
    if (spread >= 0 && spread <= 0xffff_ffffL) {
      int[] packed = new int[rows];
      for (int row = 0; row < rows; row++) {
        packed[row] = (int) (values[row] - min);
      }
      return new Ints(packed, min);
    }
    return new Longs(java.util.Arrays.copyOf(values, rows));
  }

  /** Distances from a base, up to 255. */
  record Bytes(byte[] packed, long base) implements Packed {
    @Override
    public void read(int from, int count, long[] into) {
      for (int i = 0; i < count; i++) {
        into[i] = base + (packed[from + i] & 0xff);
      }
    }

    @Override
    public void read(int from, int[] selection, int count, long[] into) {
      for (int i = 0; i < count; i++) {
        into[i] = base + (packed[from + selection[i]] & 0xff);
      }
    }

    @Override
    public long bytes() {
      return packed.length;
    }

    @Override
    public String name() {
      return "1 byte";
    }
  }

  /** Up to 65535. */
  record Chars(char[] packed, long base) implements Packed {
    @Override
    public void read(int from, int count, long[] into) {
      for (int i = 0; i < count; i++) {
        into[i] = base + packed[from + i];
      }
    }

    @Override
    public void read(int from, int[] selection, int count, long[] into) {
      for (int i = 0; i < count; i++) {
        into[i] = base + packed[from + selection[i]];
      }
    }

    @Override
    public long bytes() {
      return 2L * packed.length;
    }

    @Override
    public String name() {
      return "2 bytes";
    }
  }

  /** Up to 2^32 − 1. */
  record Ints(int[] packed, long base) implements Packed {
    @Override
    public void read(int from, int count, long[] into) {
      for (int i = 0; i < count; i++) {
        into[i] = base + (packed[from + i] & 0xffff_ffffL);
      }
    }

    @Override
    public void read(int from, int[] selection, int count, long[] into) {
      for (int i = 0; i < count; i++) {
        into[i] = base + (packed[from + selection[i]] & 0xffff_ffffL);
      }
    }

    @Override
    public long bytes() {
      return 4L * packed.length;
    }

    @Override
    public String name() {
      return "4 bytes";
    }
  }

  /** As they are. */
  record Longs(long[] packed) implements Packed {
    @Override
    public void read(int from, int count, long[] into) {
      System.arraycopy(packed, from, into, 0, count);
    }

    @Override
    public void read(int from, int[] selection, int count, long[] into) {
      for (int i = 0; i < count; i++) {
        into[i] = packed[from + selection[i]];
      }
    }

    @Override
    public long bytes() {
      return 8L * packed.length;
    }

    @Override
    public String name() {
      return "8 bytes";
    }
  }

  /** Runs of equal values, each with the row behind its last one. */
  record Runs(long[] values, int[] ends) implements Packed {
    static Runs of(long[] values, int rows, int runs) {
      long[] each = new long[runs];
      int[] ends = new int[runs];
      int run = -1;
      for (int row = 0; row < rows; row++) {
        if (row == 0 || values[row] != values[row - 1]) {
          each[++run] = values[row];
        }
        ends[run] = row + 1;
      }
      return new Runs(each, ends);
    }

    private int runOf(int row) {
      int found = java.util.Arrays.binarySearch(ends, row + 1);
      return found >= 0 ? found : -found - 1;
    }

    @Override
    public void read(int from, int count, long[] into) {
      int run = count == 0 ? 0 : runOf(from);
      for (int i = 0; i < count; run++) {
        int end = Math.min(count, ends[run] - from);
        java.util.Arrays.fill(into, i, end, values[run]);
        i = end;
      }
    }

    @Override
    public void read(int from, int[] selection, int count, long[] into) {
      int run = count == 0 ? 0 : runOf(from + selection[0]);
      for (int i = 0; i < count; i++) {
        int row = from + selection[i];
        if (row < (run == 0 ? 0 : ends[run - 1]) || row >= ends[run]) {
          run = runOf(row);
        }
        into[i] = values[run];
      }
    }

    @Override
    public long bytes() {
      return 12L * ends.length;
    }

    @Override
    public String name() {
      return "runs";
    }
  }
}
