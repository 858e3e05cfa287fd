package io.orbit.records;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads elements of keys that {@link TupleFormat} describes. Stateless but for its position. */
final class TupleReader {
  private byte[] key = new byte[0];
  private int at;
  private int mask;

  /** Stands before the first element of the key with which an array begins. */
  TupleReader on(byte[] bytes) {
    key = bytes;
    at = 0;
    return this;
  }

  /** Where the next element begins. */
  int position() {
    return at;
  }

  /** Whether values of a type are read back from their keys exactly. */
  static boolean isDecodable(DataType type) {
    return switch (type.kind()) {
      case INT16,
          INT32,
          INT64,
          OID,
          REGCLASS,
          REGTYPE,
          REGPROC,
          REGNAMESPACE,
          REGROLE,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          DURATION,
          BYTE_CHAR,
          BOOLEAN,
          TEXT,
          VARCHAR,
          NAME,
          UNKNOWN,
          BYTES,
          GEOMETRY,
          UUID ->
          true;
      case CHAR -> type.length() >= 0;
      case ENUM,
          FLOAT32,
          FLOAT64,
          DECIMAL,
          INET,
          CIDR,
          TIMETZ,
          INTERVAL,
          RANGE,
          MULTIRANGE,
          BIT,
          VARBIT,
          JSON,
          JSONB,
          ARRAY,
          SET,
          RECORD,
          MAP,
          VECTOR,
          VOID,
          DYNAMIC ->
          false;
    };
  }

  /** Reads an element of a decodable type. */
  @Nullable Object element(DataType type, boolean descending) {
    int first = key[at] & 0xFF;
    if (first == TupleFormat.NULL_FIRST || first == TupleFormat.NULL_LAST) {
      at++;
      return null;
    }
    mask = descending ? 0xFF : 0;
    return switch (type.kind()) {
      case INT16 -> (short) integer();
      case INT32, DATE -> (int) integer();
      case BYTE_CHAR -> (byte) integer();
      case BOOLEAN -> next() == TupleFormat.TRUE;
      case TEXT, VARCHAR, NAME, UNKNOWN -> text();
      case CHAR -> pad(text(), type.length());
      case BYTES, GEOMETRY -> bytes();
      case UUID -> {
        at++;
        yield new java.util.UUID(fixed(8), fixed(8));
      }
      default -> integer();
    };
  }

  /** Reads an element of an integer kind without boxing; it is not NULL. */
  long integerElement(boolean descending) {
    mask = descending ? 0xFF : 0;
    return integer();
  }

  /** Passes over an element of any type. */
  void skip(boolean descending) {
    int first = key[at] & 0xFF;
    if (first == TupleFormat.NULL_FIRST || first == TupleFormat.NULL_LAST) {
      at++;
      return;
    }
    mask = descending ? 0xFF : 0;
    skipValue();
  }

  private void skipValue() {
    int tag = next();
    if (tag >= TupleFormat.INTEGER_ZERO - 8 && tag <= TupleFormat.INTEGER_ZERO + 8) {
      at += Math.abs(tag - TupleFormat.INTEGER_ZERO);
      return;
    }
    switch (tag) {
      case TupleFormat.DOUBLE -> at += 8;
      case TupleFormat.DECIMAL_POSITIVE -> skipDigits(0);
      case TupleFormat.DECIMAL_NEGATIVE -> skipDigits(0xFF);
      case TupleFormat.TEXT, TupleFormat.BYTES -> skipEscaped();
      case TupleFormat.UUID -> at += 16;
      case TupleFormat.INET -> skipInet();
      case TupleFormat.TIMETZ -> {
        skipValue();
        skipValue();
      }
      case TupleFormat.INTERVAL -> at += 12;
      case TupleFormat.RANGE -> skipRange();
      case TupleFormat.BITS -> {
        skipEscaped();
        integer();
      }
      case TupleFormat.JSON -> skipJson();
      case TupleFormat.ARRAY -> skipArray();
      case TupleFormat.RECORD, TupleFormat.MAP, TupleFormat.VECTOR, TupleFormat.MULTIRANGE ->
          skipList();
      case TupleFormat.DECIMAL_NEGATIVE_INFINITY,
          TupleFormat.DECIMAL_ZERO,
          TupleFormat.DECIMAL_INFINITY,
          TupleFormat.DECIMAL_NAN,
          TupleFormat.FALSE,
          TupleFormat.TRUE -> {}
      default ->
          throw new OrbitException(
              ErrorCode.DATA_CORRUPTED, "a key has the unknown tag " + Integer.toHexString(tag));
    }
  }

  private void skipDigits(int inversion) {
    at += 3;
    while ((next() ^ inversion) != 0) {}
  }

  private void skipEscaped() {
    while (next() != 0) {}
  }

  private void skipInet() {
    int addressLength = next() == 4 ? 4 : 16;
    while (true) {
      int pairs = next();
      if ((pairs & 0xC0) == 0 || (pairs & 0x30) == 0 || (pairs & 0x0C) == 0 || (pairs & 3) == 0) {
        break;
      }
    }
    at += addressLength;
  }

  private void skipJson() {
    int tag = next();
    if (tag == 0x12 || tag == 0x13) {
      skipValue();
    } else if (tag == 0x10 || tag == 0x16) {
      for (long rest = integer(); rest > 0; rest--) {
        skipJson();
      }
    } else if (tag == 0x17) {
      for (long rest = integer(); rest > 0; rest--) {
        skipValue();
        skipJson();
      }
    }
  }

  private void skipRange() {
    if (next() == 1) {
      return;
    }
    for (int bound = 0; bound < 2; bound++) {
      if (next() == 2) {
        skipValue();
        at++;
      }
    }
  }

  private void skipArray() {
    skipList();
    for (long rest = 2 * integer(); rest > 0; rest--) {
      skipValue();
    }
  }

  private void skipList() {
    while (true) {
      int tag = key[at] & 0xFF ^ mask;
      if (tag == TupleFormat.LIST_END) {
        at++;
        return;
      }
      if (tag == TupleFormat.NULL_LAST) {
        at++;
      } else {
        skipValue();
      }
    }
  }

  private long integer() {
    int size = next() - TupleFormat.INTEGER_ZERO;
    if (size >= 0) {
      return fixed(size);
    }
    long bits = 0;
    for (int i = 0; i < -size; i++) {
      bits = bits << 8 | (~next() & 0xFF);
    }
    return -bits;
  }

  private long fixed(int count) {
    long bits = 0;
    for (int i = 0; i < count; i++) {
      bits = bits << 8 | next();
    }
    return bits;
  }

  private String text() {
    int start = at + 1;
    if (mask == 0) {
      int end = start;
      while (key[end] > 1 || key[end] < 0) {
        end++;
      }
      if (key[end] == 0) {
        at = end + 1;
        return new String(key, start, end - start, StandardCharsets.UTF_8);
      }
    }
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  private byte[] bytes() {
    at++;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (true) {
      int b = next();
      if (b == 0) {
        return out.toByteArray();
      }
      out.write(b == 1 ? next() - 1 : b);
    }
  }

  private static String pad(String text, int length) {
    int missing = length - text.codePointCount(0, text.length());
    return missing <= 0 ? text : text + " ".repeat(missing);
  }

  private int next() {
    return key[at++] & 0xFF ^ mask;
  }

  /** Whether a kind's elements are integers. */
  static boolean isInteger(TypeKind kind) {
    return switch (kind) {
      case INT16,
          INT32,
          INT64,
          OID,
          REGCLASS,
          REGTYPE,
          REGPROC,
          REGNAMESPACE,
          REGROLE,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          DURATION,
          BYTE_CHAR ->
          true;
      default -> false;
    };
  }
}
