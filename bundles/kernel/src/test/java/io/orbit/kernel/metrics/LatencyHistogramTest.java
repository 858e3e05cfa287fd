package io.orbit.kernel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  @Test
  void quantilesAreAtMostOneInAHundredAndTwentyEightTooHigh() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    LatencyHistogram histogram = new LatencyHistogram();
    long[] values = new long[50_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 + (long) Math.exp(random.nextDouble() * Math.log(1e12));
      histogram.record(values[i]);
    }
    Arrays.sort(values);
    assertThat(histogram.count()).isEqualTo(values.length);
    assertThat(histogram.sum()).isEqualTo(Arrays.stream(values).sum());
    for (double quantile : new double[] {0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1}) {
      int rank = (int) Math.max(1, Math.ceil(quantile * values.length));
      long exact = values[rank - 1];
      assertThat(histogram.quantile(quantile))
          .isGreaterThanOrEqualTo(exact)
          .isLessThanOrEqualTo(exact + exact / 128 + 1);
    }
  }

  @Test
  void aValueManyTimesIsAsManyValues() {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.record(1000, 16);
    histogram.record(5000);
    assertThat(histogram.count()).isEqualTo(17);
    assertThat(histogram.sum()).isEqualTo(21_000);
    assertThat(histogram.quantile(0.9)).isLessThanOrEqualTo(1008);
  }

  @Test
  void countsUpToAPowerOfTwoAreExact() {
    LatencyHistogram histogram = new LatencyHistogram();
    for (long value : new long[] {1, 1023, 1024, 1025, 2048, 2049}) {
      histogram.record(value);
    }
    assertThat(histogram.countUpTo(10)).isEqualTo(3);
    assertThat(histogram.countUpTo(11)).isEqualTo(5);
    assertThat(histogram.countUpTo(36)).isEqualTo(6);
  }

  @Test
  void extremesAreKept() {
    LatencyHistogram histogram = new LatencyHistogram();
    assertThat(histogram.quantile(0.5)).isZero();
    histogram.record(0);
    histogram.record(-5);
    assertThat(histogram.quantile(1)).isOne();
    histogram.record(Long.MAX_VALUE);
    assertThat(histogram.count()).isEqualTo(3);
    assertThat((double) histogram.quantile(1)).isCloseTo(Math.pow(2, 43), within(1.0));
  }

  @Test
  void nothingIsLostWhenManyCount() throws InterruptedException {
    LatencyHistogram histogram = new LatencyHistogram();
    CountDownLatch start = new CountDownLatch(1);
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          Thread.startVirtualThread(
              () -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                for (int i = 0; i < 20_000; i++) {
                  histogram.record(i * 37L);
                }
              });
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(histogram.count()).isEqualTo(80_000);
  }
}
