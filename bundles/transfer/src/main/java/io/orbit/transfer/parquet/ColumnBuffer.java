package io.orbit.transfer.parquet;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values of one column in the row group that is being filled. One thread. */
final class ColumnBuffer {
  private static final int LENGTH_BYTES = 4;

  private final String name;
  private final DataType type;
  private final ParquetType form;
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private final BitSet present = new BitSet();
  private final BitSet truths = new BitSet();
  private int rows;
  private int truthCount;

  ColumnBuffer(String name, DataType type) {
    this.name = name;
    this.type = type;
    this.form = ParquetType.of(type);
  }

  String name() {
    return name;
  }

  DataType type() {
    return type;
  }

  ParquetType form() {
    return form;
  }

  int rows() {
    return rows;
  }

  /** Bytes that it takes, about. */
  long size() {
    return values.size();
  }

  void add(@Nullable Object value) {
    if (value != null) {
      present.set(rows);
      write(value);
    }
    rows++;
  }

  private void write(Object value) {
    switch (form) {
      case BOOLEAN -> truths.set(truthCount++, (Boolean) value);
      case INT16, INT32, DATE -> little(((Number) value).intValue(), Integer.BYTES);
      case INT64, TIME, TIMESTAMP, TIMESTAMP_UTC ->
          little(((Number) value).longValue(), Long.BYTES);
      case FLOAT -> little(Float.floatToRawIntBits((Float) value), Integer.BYTES);
      case DOUBLE -> little(Double.doubleToRawLongBits((Double) value), Long.BYTES);
      case BYTES -> bytes((byte[]) value);
      case TEXT, JSON ->
          bytes(ValueText.format(value, type, TextContext.UTC).getBytes(StandardCharsets.UTF_8));
      case UUID -> uuid((UUID) value);
      case DECIMAL -> decimal((Decimal) value);
    }
  }

  private void little(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      values.write((int) (value >>> i * Byte.SIZE));
    }
  }

  private void bytes(byte[] value) {
    little(value.length, LENGTH_BYTES);
    values.writeBytes(value);
  }

  private void uuid(UUID value) {
    ByteBuffer both = ByteBuffer.allocate(2 * Long.BYTES);
    both.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
    values.writeBytes(both.array());
  }

  private void decimal(Decimal value) {
    if (!value.isFinite()) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "column \"" + name + "\" holds " + value + ", which a decimal of Parquet cannot")
          .withHint("Export as CSV, or make the column's type numeric without a precision.");
    }
    BigDecimal scaled = value.number().setScale(type.scale());
    BigInteger unscaled = scaled.unscaledValue();
    byte[] shortest = unscaled.toByteArray();
    byte[] whole = new byte[form.length(type)];
    Arrays.fill(whole, (byte) (unscaled.signum() < 0 ? -1 : 0));
    System.arraycopy(shortest, 0, whole, whole.length - shortest.length, shortest.length);
    values.writeBytes(whole);
  }

  /** The page's body, uncompressed; the buffer is empty after. */
  byte[] take() {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    byte[] levels = levels();
    for (int i = 0; i < LENGTH_BYTES; i++) {
      page.write(levels.length >>> i * Byte.SIZE);
    }
    page.writeBytes(levels);
    if (form == ParquetType.BOOLEAN) {
      page.writeBytes(Arrays.copyOf(truths.toByteArray(), (truthCount + 7) / Byte.SIZE));
    } else {
      page.writeBytes(values.toByteArray());
    }
    values.reset();
    present.clear();
    truths.clear();
    truthCount = 0;
    rows = 0;
    return page.toByteArray();
  }

  /** Definition levels: one run where there is no NULL, else bits. */
  private byte[] levels() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (present.cardinality() == rows) {
      varint(out, rows << 1);
      out.write(1);
    } else {
      int groups = (rows + 7) / Byte.SIZE;
      varint(out, groups << 1 | 1);
      out.writeBytes(Arrays.copyOf(present.toByteArray(), groups));
    }
    return out.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int left = value;
    while ((left & ~0x7F) != 0) {
      out.write(left & 0x7F | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }
}
