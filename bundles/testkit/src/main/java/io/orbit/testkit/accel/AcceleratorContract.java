package io.orbit.testkit.accel;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.accel.Accelerator;
import io.orbit.api.accel.Arithmetic;
import io.orbit.api.accel.Comparison;
import io.orbit.api.accel.PlainAccelerator;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every loop of an accelerator beside the plain one, over random arrays, parts of them, and the
 * numbers that are special: to the bit the same. Prints its seed.
 */
public abstract class AcceleratorContract {
  private static final int ROUNDS = 3000;
  private static final int LONGEST = 70;

  private static final long[] ODD_LONGS = {
    0,
    1,
    -1,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    1L << 31,
    -(1L << 31),
    (1L << 31) - 1,
    1L << 32,
    (1L << 62) - 1,
    3037000499L,
    3037000500L,
    -3037000500L
  };

  private static final double[] ODD_DOUBLES = {
    0.0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Double.longBitsToDouble(0xfff8000000000001L),
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    1e-200,
    1e200
  };

  private final PlainAccelerator plain = PlainAccelerator.INSTANCE;
  private final long seed = Long.getLong("orbit.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** The one that is tested. */
  protected abstract Accelerator accelerator();

  /** A part of arrays. */
  private record Part(int length, int from, int to, boolean @Nullable [] nulls) {}

  private Part part() {
    int length = random.nextInt(LONGEST) + 1;
    int from = random.nextInt(length);
    int to = from + random.nextInt(length - from + 1);
    boolean[] nulls = null;
    if (random.nextBoolean()) {
      nulls = new boolean[length];
      int share = random.nextInt(4) + 1;
      for (int i = 0; i < length; i++) {
        nulls[i] = random.nextInt(4) < share;
      }
    }
    return new Part(length, from, to, nulls);
  }

  private long[] longs(int length) {
    int kind = random.nextInt(4);
    return random
        .longs(length)
        .map(
            value ->
                switch (kind) {
                  case 0 -> value;
                  case 1 -> value % 4;
                  case 2 -> value >> 34;
                  default -> ODD_LONGS[(int) Math.floorMod(value, (long) ODD_LONGS.length)];
                })
        .toArray();
  }

  private double[] doubles(int length) {
    int kind = random.nextInt(3);
    return random
        .longs(length)
        .mapToDouble(
            value ->
                switch (kind) {
                  case 0 -> Double.longBitsToDouble(value);
                  case 1 -> value % 3;
                  default -> ODD_DOUBLES[(int) Math.floorMod(value, (long) ODD_DOUBLES.length)];
                })
        .toArray();
  }

  private void repeat(Runnable round) {
    System.out.println(getClass().getSimpleName() + ": -Dorbit.seed=" + seed);
    for (int i = 0; i < ROUNDS; i++) {
      round.run();
    }
  }

  @Test
  void selectsLongs() {
    repeat(
        () -> {
          Part part = part();
          long[] values = longs(part.length());
          long constant =
              random.nextBoolean() ? values[random.nextInt(values.length)] : longs(1)[0];
          for (Comparison comparison : Comparison.values()) {
            int[] expected = new int[part.length() + 1];
            int[] found = new int[part.length() + 1];
            int count =
                plain.select(
                    comparison,
                    values,
                    constant,
                    part.nulls(),
                    part.from(),
                    part.to(),
                    expected,
                    1);
            assertThat(
                    accelerator()
                        .select(
                            comparison,
                            values,
                            constant,
                            part.nulls(),
                            part.from(),
                            part.to(),
                            found,
                            1))
                .isEqualTo(count);
            assertThat(Arrays.copyOf(found, count)).isEqualTo(Arrays.copyOf(expected, count));
          }
        });
  }

  @Test
  void selectsDoubles() {
    repeat(
        () -> {
          Part part = part();
          double[] values = doubles(part.length());
          double constant =
              random.nextBoolean() ? values[random.nextInt(values.length)] : doubles(1)[0];
          for (Comparison comparison : Comparison.values()) {
            int[] expected = new int[part.length()];
            int[] found = new int[part.length()];
            int count =
                plain.select(
                    comparison,
                    values,
                    constant,
                    part.nulls(),
                    part.from(),
                    part.to(),
                    expected,
                    0);
            assertThat(
                    accelerator()
                        .select(
                            comparison,
                            values,
                            constant,
                            part.nulls(),
                            part.from(),
                            part.to(),
                            found,
                            0))
                .as("%s %s", comparison, constant)
                .isEqualTo(count);
            assertThat(Arrays.copyOf(found, count)).isEqualTo(Arrays.copyOf(expected, count));
          }
        });
  }

  @Test
  void computesLongs() {
    repeat(
        () -> {
          Part part = part();
          long[] left = longs(part.length());
          long[] right = longs(part.length());
          for (Arithmetic operation : Arithmetic.values()) {
            long[] expected = new long[part.length()];
            long[] found = new long[part.length()];
            boolean fits =
                plain.compute(
                    operation, left, right, part.nulls(), part.from(), part.to(), expected);
            assertThat(
                    accelerator()
                        .compute(
                            operation, left, right, part.nulls(), part.from(), part.to(), found))
                .as("%s %s %s", operation, Arrays.toString(left), Arrays.toString(right))
                .isEqualTo(fits);
            for (int row = part.from(); fits && row < part.to(); row++) {
              if (part.nulls() == null || !part.nulls()[row]) {
                assertThat(found[row]).isEqualTo(expected[row]);
              }
            }
          }
        });
  }

  @Test
  void computesDoubles() {
    repeat(
        () -> {
          Part part = part();
          double[] left = doubles(part.length());
          double[] right = doubles(part.length());
          for (Arithmetic operation : Arithmetic.values()) {
            double[] expected = new double[part.length()];
            double[] found = new double[part.length()];
            boolean fits =
                plain.compute(
                    operation, left, right, part.nulls(), part.from(), part.to(), expected);
            assertThat(
                    accelerator()
                        .compute(
                            operation, left, right, part.nulls(), part.from(), part.to(), found))
                .as("%s %s %s", operation, Arrays.toString(left), Arrays.toString(right))
                .isEqualTo(fits);
            for (int row = part.from(); fits && row < part.to(); row++) {
              if (part.nulls() == null || !part.nulls()[row]) {
                assertThat(Double.doubleToLongBits(found[row]))
                    .isEqualTo(Double.doubleToLongBits(expected[row]));
              }
            }
          }
        });
  }

  @Test
  void sumsAndCounts() {
    repeat(
        () -> {
          Part part = part();
          long[] values = longs(part.length());
          long[] expected = {random.nextInt(), random.nextInt()};
          long[] found = expected.clone();
          plain.sum(values, part.nulls(), part.from(), part.to(), expected);
          accelerator().sum(values, part.nulls(), part.from(), part.to(), found);
          assertThat(found).isEqualTo(expected);
          assertThat(accelerator().count(part.nulls(), part.from(), part.to()))
              .isEqualTo(plain.count(part.nulls(), part.from(), part.to()));
        });
  }

  @Test
  void findsExtremes() {
    repeat(
        () -> {
          Part part = part();
          long[] longs = longs(part.length());
          double[] doubles = doubles(part.length());
          for (boolean greatest : new boolean[] {false, true}) {
            assertThat(accelerator().extreme(greatest, longs, part.nulls(), part.from(), part.to()))
                .isEqualTo(plain.extreme(greatest, longs, part.nulls(), part.from(), part.to()));
            assertThat(
                    accelerator().extreme(greatest, doubles, part.nulls(), part.from(), part.to()))
                .isEqualTo(plain.extreme(greatest, doubles, part.nulls(), part.from(), part.to()));
          }
        });
  }

  @Test
  void hashes() {
    repeat(
        () -> {
          Part part = part();
          long[] values = longs(part.length());
          long[] expected = longs(part.length());
          long[] found = expected.clone();
          plain.hash(values, part.nulls(), part.from(), part.to(), expected);
          accelerator().hash(values, part.nulls(), part.from(), part.to(), found);
          assertThat(found).isEqualTo(expected);
        });
  }
}
