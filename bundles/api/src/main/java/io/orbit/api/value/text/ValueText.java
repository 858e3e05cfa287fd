package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.BitString;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.EnumDefinition;
import io.orbit.api.value.Inet;
import io.orbit.api.value.Interval;
import io.orbit.api.value.Multirange;
import io.orbit.api.value.Range;
import io.orbit.api.value.TimeWithZone;
import io.orbit.api.value.TypeKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Text input and output of values, as PostgreSQL 15 does it: the same leniency, the same output,
 * the same errors. Values are the Java objects that {@link TypeKind} names. NULL has no text form
 * here: every protocol has its own. Any number of threads.
 */
public final class ValueText {
  /** Longest text of an integer: sign and 19 digits. */
  public static final int MAX_INTEGER_LENGTH = 20;

  private ValueText() {}

  /**
   * Reads a value, with the type's modifiers applied as assignment does.
   *
   * @throws OrbitException INVALID_TEXT_REPRESENTATION, NUMERIC_VALUE_OUT_OF_RANGE,
   *     STRING_DATA_RIGHT_TRUNCATION, the date and time errors, FEATURE_NOT_SUPPORTED for types
   *     without text input
   */
  public static Object parse(String text, DataType type, TextContext context) {
    return switch (type.kind()) {
      case TEXT, UNKNOWN, DYNAMIC -> CharacterText.checkCharacters(text);
      case VARCHAR, CHAR -> CharacterText.fit(CharacterText.checkCharacters(text), type, false);
      case NAME -> CharacterText.name(CharacterText.checkCharacters(text));
      case ENUM -> label(text, type);
      case BYTE_CHAR -> CharacterText.parseByte(text);
      case BOOLEAN -> BooleanText.parse(text);
      case INT16 -> (short) IntegerText.parse(text, Short.MIN_VALUE, Short.MAX_VALUE, "smallint");
      case INT32 -> (int) IntegerText.parse(text, Integer.MIN_VALUE, Integer.MAX_VALUE, "integer");
      case INT64 -> IntegerText.parse(text, Long.MIN_VALUE, Long.MAX_VALUE, "bigint");
      case OID -> IntegerText.parseOid(text);
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> registered(text, type.kind());
      case DECIMAL -> DecimalText.parse(text, type);
      case FLOAT32 -> FloatText.parseFloat(text);
      case FLOAT64 -> FloatText.parseDouble(text);
      case BYTES -> BytesText.parse(text);
      case DATE -> DateTimeText.parseDate(text, context);
      case TIME -> DateTimeText.parseTime(text, type.length(), context);
      case TIMETZ -> DateTimeText.parseTimeWithZone(text, type.length(), context);
      case TIMESTAMP -> DateTimeText.parseTimestamp(text, type.length(), false, context);
      case TIMESTAMPTZ -> DateTimeText.parseTimestamp(text, type.length(), true, context);
      case INTERVAL -> IntervalParser.parse(text, type.length(), context);
      case RANGE -> RangeText.parse(text, type.elementType(), context);
      case MULTIRANGE -> RangeText.parseMultirange(text, type.elementType(), context);
      case BIT, VARBIT -> BitText.fit(BitText.parse(text), type, false);
      case UUID -> UuidText.parse(text);
      case INET -> InetText.parse(text, false);
      case CIDR -> InetText.parse(text, true);
      case JSON -> JsonText.check(CharacterText.checkCharacters(text));
      case JSONB -> JsonText.normalize(CharacterText.checkCharacters(text));
      case ARRAY ->
          type.isSystemVector()
              ? ArrayText.parseVector(text, type.elementType(), context)
              : ArrayText.parse(text, type.elementType(), context);
      case SET -> CompositeText.parseSet(text, type.elementType(), context);
      case MAP -> CompositeText.parseMap(text, type.elementType(), context);
      case VECTOR -> CompositeText.parseVector(text, type.length());
      case GEOMETRY -> BytesText.parseHex(text, 0);
      case DURATION -> DurationText.parse(text);
      case RECORD -> record(text, type, context);
      case VOID ->
          throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "cannot accept a value of type void");
    };
  }

  /** The text of a value that is not NULL. */
  public static String format(Object value, DataType type, TextContext context) {
    return switch (type.kind()) {
      case TEXT, UNKNOWN, VARCHAR, CHAR, NAME, ENUM, JSON, JSONB -> value.toString();
      case BOOLEAN -> (Boolean) value ? "t" : "f";
      case INT16, INT32, INT64, OID -> value.toString();
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          ((Number) value).longValue() == 0 ? "-" : value.toString();
      case BYTE_CHAR -> CharacterText.formatByte((Byte) value);
      case DECIMAL -> ((Decimal) value).toString();
      case FLOAT32 -> FloatText.format((float) value, context.extraFloatDigits());
      case FLOAT64 -> FloatText.format((double) value, context.extraFloatDigits());
      case BYTES -> BytesText.format((byte[]) value, context.byteaOutput());
      case DATE -> DateTimeText.formatDate((Integer) value);
      case TIME -> DateTimeText.formatTime((Long) value);
      case TIMETZ -> DateTimeText.formatTimeWithZone((TimeWithZone) value);
      case TIMESTAMP -> DateTimeText.formatTimestamp((Long) value);
      case TIMESTAMPTZ -> DateTimeText.formatTimestampWithZone((Long) value, context.zone());
      case INTERVAL -> IntervalFormat.format((Interval) value, context.intervalStyle());
      case RANGE -> RangeText.format((Range) value, type.elementType(), context);
      case MULTIRANGE ->
          RangeText.formatMultirange((Multirange) value, type.elementType(), context);
      case BIT, VARBIT -> ((BitString) value).toString();
      case UUID -> ((UUID) value).toString();
      case INET -> InetText.format((Inet) value, false);
      case CIDR -> InetText.format((Inet) value, true);
      case ARRAY ->
          type.isSystemVector()
              ? ArrayText.formatVector((Array) value, type.elementType(), context)
              : ArrayText.format((Array) value, type.elementType(), context);
      case RECORD -> CompositeText.formatRecord((List<?>) value, context);
      case SET -> CompositeText.formatSet((Collection<?>) value, type.elementType(), context);
      case MAP -> CompositeText.formatMap((Map<?, ?>) value, type.elementType(), context);
      case VECTOR -> CompositeText.formatVector((float[]) value);
      case GEOMETRY -> BytesText.hex("", (byte[]) value).toUpperCase(java.util.Locale.ROOT);
      case DURATION -> DurationText.format((Long) value);
      case VOID -> "";
      case DYNAMIC -> format(value, CompositeText.typeOf(value), context);
    };
  }

  /** The type that a value of dynamic type has by its class. */
  public static DataType typeOf(Object value) {
    return CompositeText.typeOf(value);
  }

  private static String label(String text, DataType type) {
    EnumDefinition labels = type.labels();
    if (labels.named(text) == null) {
      throw new OrbitException(
          ErrorCode.INVALID_TEXT_REPRESENTATION,
          "invalid input value for enum " + labels.name() + ": \"" + text + "\"");
    }
    return text;
  }

  private static Object record(String text, DataType type, TextContext context) {
    CompositeDefinition composite = type.composite();
    if (composite == null) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "input of anonymous composite types is not implemented");
    }
    return RecordText.parse(text, composite.shape(), context);
  }

  private static Object registered(String text, TypeKind kind) {
    if (text.equals("-")) {
      return 0L;
    }
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return IntegerText.parseOid(text);
    }
    throw new OrbitException(
        ErrorCode.INVALID_TEXT_REPRESENTATION,
        "names of type "
            + TypeNames.name(kind)
            + " are looked up by the query engine: \""
            + text
            + "\"");
  }

  // ---- without allocation

  /** Reads an INT16, INT32 or INT64 from ASCII bytes; fails as {@link #parse}. */
  public static long parseInteger(byte[] text, int offset, int length, TypeKind kind) {
    return switch (kind) {
      case INT16 ->
          IntegerText.parse(text, offset, length, Short.MIN_VALUE, Short.MAX_VALUE, "smallint");
      case INT32 ->
          IntegerText.parse(text, offset, length, Integer.MIN_VALUE, Integer.MAX_VALUE, "integer");
      case INT64 ->
          IntegerText.parse(text, offset, length, Long.MIN_VALUE, Long.MAX_VALUE, "bigint");
      default -> throw new IllegalArgumentException(kind + " is no integer");
    };
  }

  /**
   * Writes an integer's digits.
   *
   * @param out has room for {@link #MAX_INTEGER_LENGTH} bytes from the offset
   * @return how many bytes were written
   */
  public static int formatInteger(long value, byte[] out, int offset) {
    return IntegerText.write(value, out, offset);
  }
}
