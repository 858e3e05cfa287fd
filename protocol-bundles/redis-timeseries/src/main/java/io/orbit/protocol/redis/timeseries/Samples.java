package io.orbit.protocol.redis.timeseries;

import java.util.Arrays;

/** Samples one after the other. One thread. */
final class Samples implements SampleSink {
  private long[] times;
  private double[] values;
  private int size;

  Samples() {
    this(16);
  }

  Samples(int capacity) {
    times = new long[capacity];
    values = new double[capacity];
  }

  int size() {
    return size;
  }

  long time(int index) {
    return times[index];
  }

  double value(int index) {
    return values[index];
  }

  void add(long time, double value) {
    if (size == times.length) {
      int capacity = Math.max(16, size * 2);
      times = Arrays.copyOf(times, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    times[size] = time;
    values[size++] = value;
  }

  @Override
  public boolean accept(long time, double value) {
    add(time, value);
    return true;
  }

  void set(int index, double value) {
    values[index] = value;
  }

  /** Puts a sample before the one at an index. */
  void insert(int index, long time, double value) {
    add(time, value);
    System.arraycopy(times, index, times, index + 1, size - 1 - index);
    System.arraycopy(values, index, values, index + 1, size - 1 - index);
    times[index] = time;
    values[index] = value;
  }

  /** The first index whose sample is not earlier; the size where there is none. */
  int find(long time) {
    int found = Arrays.binarySearch(times, 0, size, time);
    return found >= 0 ? found : -found - 1;
  }

  /** The last one first, in its place. */
  void reverse() {
    for (int left = 0, right = size - 1; left < right; left++, right--) {
      long time = times[left];
      times[left] = times[right];
      times[right] = time;
      double value = values[left];
      values[left] = values[right];
      values[right] = value;
    }
  }
}
