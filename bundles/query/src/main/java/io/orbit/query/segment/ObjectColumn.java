package io.orbit.query.segment;

import io.orbit.api.value.DataType;
import io.orbit.query.execute.DictionaryVector;
import io.orbit.query.execute.DoubleVector;
import io.orbit.query.execute.ObjectVector;
import io.orbit.query.execute.Vector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns whose values are not 64-bit integers. */
final class ObjectColumn {
  /** A dictionary pays off where a value stands in this many rows on average. */
  private static final int SHARED_BY = 4;

  private ObjectColumn() {}

  /** The densest encoding of a vector of objects. */
  static Column of(ObjectVector vector) {
    boolean texts = true;
    for (int row = 0; row < vector.size() && texts; row++) {
      Object value = vector.values()[row];
      texts = value == null || value instanceof String;
    }
    if (!texts) {
      return new Plain(
          new ObjectVector(
              vector.type(), Arrays.copyOf(vector.values(), vector.size()), vector.size()));
    }
    Column dictionary = dictionary(vector);
    return dictionary != null ? dictionary : Texts.of(vector);
  }

  /** Null where too many values are different. */
  private static @Nullable Column dictionary(ObjectVector vector) {
    int most = Math.max(1, vector.size() / SHARED_BY);
    Map<@Nullable Object, Integer> codes = new HashMap<>();
    int[] codeOf = new int[vector.size()];
    for (int row = 0; row < codeOf.length; row++) {
      Object value = vector.values()[row];
      Integer code = codes.putIfAbsent(value, codes.size());
      codeOf[row] = code == null ? codes.size() - 1 : code;
      if (codes.size() > most) {
        return null;
      }
    }
    @Nullable Object[] entries = new Object[codes.size()];
    codes.forEach((value, code) -> entries[code] = value);
    long[] wide = new long[codeOf.length];
    for (int row = 0; row < wide.length; row++) {
      wide[row] = codeOf[row];
    }
    return new Coded(
        vector.type(),
        Packed.narrowest(wide, wide.length, 0, Math.max(0, entries.length - 1)),
        entries);
  }

  /** Floating-point numbers as they are. */
  record Doubles(DoubleVector values) implements Column {
    static Doubles of(DoubleVector vector) {
      int rows = vector.size();
      boolean[] nulls = vector.nulls();
      return new Doubles(
          new DoubleVector(
              vector.type(),
              Arrays.copyOf(vector.values(), rows),
              nulls == null ? null : Arrays.copyOf(nulls, rows),
              rows));
    }

    @Override
    public Vector load(int from, int @Nullable [] selection, int count) {
      return values.gather(rows(from, selection, count), count);
    }

    @Override
    public long bytes() {
      return 9L * values.size();
    }

    @Override
    public String encoding() {
      return "8 bytes";
    }
  }

  private static int[] rows(int from, int @Nullable [] selection, int count) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = from + (selection == null ? i : selection[i]);
    }
    return rows;
  }

  /** Objects of any kind. */
  record Plain(ObjectVector values) implements Column {
    @Override
    public Vector load(int from, int @Nullable [] selection, int count) {
      return values.gather(rows(from, selection, count), count);
    }

    @Override
    public long bytes() {
      return values.bytes();
    }

    @Override
    public String encoding() {
      return "objects";
    }
  }

  /** Few different texts, each stored once. */
  record Coded(DataType type, Packed codes, @Nullable Object[] dictionary) implements Column {
    @Override
    public Vector load(int from, int @Nullable [] selection, int count) {
      long[] wide = new long[count];
      if (selection == null) {
        codes.read(from, count, wide);
      } else {
        codes.read(from, selection, count, wide);
      }
      int[] narrow = new int[count];
      for (int i = 0; i < count; i++) {
        narrow[i] = (int) wide[i];
      }
      return new DictionaryVector(type, narrow, dictionary, count);
    }

    @Override
    public long bytes() {
      return codes.bytes() + new ObjectVector(type, dictionary, dictionary.length).bytes();
    }

    @Override
    public String encoding() {
      return "dictionary";
    }
  }

  /** Texts in UTF-8, one behind the other. */
  record Texts(DataType type, byte[] bytesOfAll, int[] ends, boolean @Nullable [] nulls)
      implements Column {
    static Texts of(ObjectVector vector) {
      int rows = vector.size();
      java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
      int[] ends = new int[rows];
      boolean[] nulls = null;
      for (int row = 0; row < rows; row++) {
        if (vector.values()[row] instanceof String text) {
          out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        } else {
          nulls = nulls == null ? new boolean[rows] : nulls;
          nulls[row] = true;
        }
        ends[row] = out.size();
      }
      return new Texts(vector.type(), out.toByteArray(), ends, nulls);
    }

    @Override
    public Vector load(int from, int @Nullable [] selection, int count) {
      @Nullable Object[] texts = new Object[count];
      for (int i = 0; i < count; i++) {
        int row = from + (selection == null ? i : selection[i]);
        if (nulls == null || !nulls[row]) {
          int start = row == 0 ? 0 : ends[row - 1];
          texts[i] = new String(bytesOfAll, start, ends[row] - start, StandardCharsets.UTF_8);
        }
      }
      return new ObjectVector(type, texts, count);
    }

    @Override
    public long bytes() {
      return bytesOfAll.length + 4L * ends.length + (nulls == null ? 0 : nulls.length);
    }

    @Override
    public String encoding() {
      return "text";
    }
  }
}
