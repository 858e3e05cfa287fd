package io.orbit.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keys sort as their values do, whatever the types, directions and NULLs. */
class TupleFormatTest {
  private static final int ROUNDS = 4_000;

  private static byte[] encode(
      @Nullable Object value, DataType type, boolean descending, boolean nullsFirst) {
    return new TupleWriter().element(value, type, descending, nullsFirst).toBytes();
  }

  @Test
  void bytesSortAsValues() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    RandomValues values = new RandomValues(seed);
    for (DataType type : RandomValues.ORDERED) {
      for (int i = 0; i < ROUNDS; i++) {
        Object a = values.value(type);
        Object b = values.value(type);
        int expected = Integer.signum(ValueOrder.compare(a, b, type));
        int ascending =
            Arrays.compareUnsigned(encode(a, type, false, false), encode(b, type, false, false));
        int descending =
            Arrays.compareUnsigned(encode(a, type, true, false), encode(b, type, true, false));
        assertThat(Integer.signum(ascending)).as("%s %s %s", type, a, b).isEqualTo(expected);
        assertThat(Integer.signum(descending)).as("%s %s %s desc", type, a, b).isEqualTo(-expected);
        if (expected == 0) {
          assertThat(ValueOrder.hash(a, type))
              .as("%s %s", a, b)
              .isEqualTo(ValueOrder.hash(b, type));
        }
      }
    }
  }

  @Test
  void severalElementsSortOneAfterTheOther() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    RandomValues values = new RandomValues(seed);
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS * 4; i++) {
      DataType first = RandomValues.ORDERED.get(random.nextInt(RandomValues.ORDERED.size()));
      DataType second = RandomValues.ORDERED.get(random.nextInt(RandomValues.ORDERED.size()));
      boolean descending = random.nextBoolean();
      boolean nullsFirst = random.nextBoolean();
      @Nullable Object[] a = {values.nullable(first), values.nullable(second)};
      @Nullable Object[] b = {values.nullable(first), values.nullable(second)};
      int expected = compare(a[0], b[0], first, descending, nullsFirst);
      expected = expected != 0 ? expected : compare(a[1], b[1], second, !descending, nullsFirst);
      int actual =
          Arrays.compareUnsigned(
              pair(a, first, second, descending, nullsFirst),
              pair(b, first, second, descending, nullsFirst));
      assertThat(Integer.signum(actual))
          .as("%s %s: %s %s", first, second, Arrays.toString(a), Arrays.toString(b))
          .isEqualTo(Integer.signum(expected));
    }
  }

  private static byte[] pair(
      @Nullable Object[] values,
      DataType first,
      DataType second,
      boolean descending,
      boolean nullsFirst) {
    return new TupleWriter()
        .element(values[0], first, descending, nullsFirst)
        .element(values[1], second, !descending, nullsFirst)
        .toBytes();
  }

  private static int compare(
      @Nullable Object a, @Nullable Object b, DataType type, boolean descending, boolean first) {
    if (a == null || b == null) {
      int order = Boolean.compare(a == null, b == null);
      return first ? -order : order;
    }
    int order = ValueOrder.compare(a, b, type);
    return descending ? -order : order;
  }

  @Test
  void elementsArePassedOverAndReadBack() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    RandomValues values = new RandomValues(seed);
    Random random = new Random(seed);
    for (DataType type : RandomValues.ORDERED) {
      for (int i = 0; i < ROUNDS / 4; i++) {
        Object value = values.value(type);
        boolean descending = random.nextBoolean();
        TupleWriter writer = new TupleWriter().element(value, type, descending, false);
        int end = writer.length();
        writer.element(random.nextInt(), DataType.INT32, random.nextBoolean(), false);
        TupleReader reader = new TupleReader().on(writer.toBytes());
        reader.skip(descending);
        assertThat(reader.position()).as("%s %s", type, value).isEqualTo(end);
        if (TupleReader.isDecodable(type)) {
          Object read = reader.on(writer.toBytes()).element(type, descending);
          assertThat(read).as("%s", type).isEqualTo(value);
          assertThat(reader.position()).isEqualTo(end);
        }
      }
    }
  }

  @Test
  void integersOfAllWidthsAreAlike() {
    for (long number : List.of(0L, 1L, -1L, 255L, 256L, -255L, -256L, 32767L, -32768L)) {
      byte[] wide = encode(number, DataType.INT64, false, false);
      assertThat(encode((int) number, DataType.INT32, false, false)).isEqualTo(wide);
      assertThat(encode((short) number, DataType.INT16, false, false)).isEqualTo(wide);
    }
  }

  @Test
  void theLayoutIsTheDocumentedOne() {
    assertThat(encode(0, DataType.INT32, false, false)).containsExactly(0x18);
    assertThat(encode(258, DataType.INT32, false, false)).containsExactly(0x1A, 1, 2);
    assertThat(encode(-1, DataType.INT32, false, false)).containsExactly(0x17, 0xFE);
    assertThat(encode("a\0b", DataType.TEXT, false, false))
        .containsExactly(0x30, 'a', 1, 1, 'b', 0);
    assertThat(encode("a", DataType.TEXT, true, false)).containsExactly(0xCF, ~'a', 0xFF);
    assertThat(encode(null, DataType.TEXT, true, true)).containsExactly(1);
    assertThat(encode(null, DataType.TEXT, false, false)).containsExactly(0xFE);
  }
}
