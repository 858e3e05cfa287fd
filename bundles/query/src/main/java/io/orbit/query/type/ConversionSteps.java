package io.orbit.query.type;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.BitString;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import io.orbit.api.value.Inet;
import io.orbit.api.value.JsonTree;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.JsonText;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.library.Contexts;
import io.orbit.query.function.library.Decimals;
import io.orbit.query.function.library.ValueOutput;
import io.orbit.query.type.Conversion.Step;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/** How a value of one kind becomes one of another, modifiers aside. */
final class ConversionSteps {
  private ConversionSteps() {}

  static Step of(DataType from, DataType to) {
    return switch (to.kind()) {
      case TEXT, VARCHAR, CHAR -> toText(from);
      case NAME -> toName(from);
      default -> CastTable.isString(from.kind()) ? fromText(from, to) : direct(from.kind(), to);
    };
  }

  private static Step toText(DataType from) {
    return switch (from.kind()) {
      case TEXT, VARCHAR, NAME -> Step.NOTHING;
      case BOOLEAN -> (value, evaluation) -> value.toString();
      default -> (value, evaluation) -> ValueOutput.cast(evaluation, value, from);
    };
  }

  /** By the output function, for which {@code true} is {@code t}. */
  private static Step toName(DataType from) {
    return from.kind() == TypeKind.BOOLEAN
        ? (value, evaluation) -> ValueOutput.of(evaluation, value, from)
        : toText(from);
  }

  private static Step fromText(DataType from, DataType to) {
    DataType plain = to.unmodified();
    return switch (to.kind()) {
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          (value, evaluation) -> RegisteredNames.oid(evaluation, to.kind(), (String) value);
      case ARRAY ->
          isRegistered(to.elementType().kind())
              ? registeredArray(to)
              : (value, evaluation) -> parse(evaluation, value, plain);
      default -> (value, evaluation) -> parse(evaluation, value, plain);
    };
  }

  private static Object parse(Evaluation evaluation, Object value, DataType type) {
    return ValueText.parse((String) value, type, Contexts.text(evaluation));
  }

  private static boolean isRegistered(TypeKind kind) {
    return switch (kind) {
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> true;
      default -> false;
    };
  }

  private static Step registeredArray(DataType to) {
    return (value, evaluation) -> {
      var names =
          (io.orbit.api.value.Array)
              ValueText.parse(
                  (String) value, DataType.array(DataType.TEXT), Contexts.text(evaluation));
      List<Object> oids =
          names.elements().stream()
              .map(
                  name ->
                      (Object)
                          RegisteredNames.oid(
                              evaluation, to.elementType().kind(), String.valueOf(name)))
              .toList();
      return new io.orbit.api.value.Array(oids, names.dimensions(), names.lowerBounds());
    };
  }

  private static Step direct(TypeKind from, DataType to) {
    return switch (from) {
      case INT32, INT64 -> to.kind() == TypeKind.BIT ? toBits(from, to) : fromLong(to.kind());
      case INT16, OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> fromLong(to.kind());
      case BIT, VARBIT -> fromBits(to.kind());
      case DECIMAL -> fromDecimal(to.kind());
      case FLOAT32, FLOAT64 -> fromDouble(from, to.kind());
      case BOOLEAN -> (value, evaluation) -> (Boolean) value ? 1 : 0;
      case BYTE_CHAR -> (value, evaluation) -> (int) (Byte) value;
      case DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ, INTERVAL ->
          TimeConversions.of(from, to.kind());
      case JSON -> (value, evaluation) -> JsonText.normalize((String) value);
      case JSONB -> fromJson(to.kind());
      case INET -> (value, evaluation) -> network((Inet) value);
      case DYNAMIC ->
          (value, evaluation) ->
              parse(
                  evaluation,
                  ValueText.format(value, DataType.DYNAMIC, Contexts.text(evaluation)),
                  to.unmodified());
      default -> throw new IllegalArgumentException(from + " to " + to);
    };
  }

  private static OrbitException outOfRange(String what) {
    return new OrbitException(ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, what + " out of range");
  }

  /** A long in the class of an integer type. */
  private static Object narrowed(long value, TypeKind to) {
    boolean fits =
        switch (to) {
          case INT16 -> value == (short) value;
          case INT32 -> value == (int) value;
          default -> true;
        };
    if (!fits) {
      throw outOfRange(to == TypeKind.INT16 ? "smallint" : "integer");
    }
    return switch (to) {
      case INT16 -> (Object) (short) value;
      case INT32 -> (Object) (int) value;
      default -> (Object) value;
    };
  }

  /** The lowest bits as many as are wanted, with the sign before them; one where none is said. */
  private static Step toBits(TypeKind from, DataType to) {
    int count = to.length() < 0 ? 1 : to.length();
    return (value, e) -> {
      long number = ((Number) value).longValue();
      byte[] bytes = new byte[(count + 7) / 8];
      for (int i = 0; i < count; i++) {
        int place = Math.min(count - 1 - i, from == TypeKind.INT32 ? 31 : 63);
        if ((number >> place & 1) != 0) {
          bytes[i >> 3] |= (byte) (0x80 >> (i & 7));
        }
      }
      return new BitString(bytes, count);
    };
  }

  private static Step fromBits(TypeKind to) {
    if (to != TypeKind.INT32 && to != TypeKind.INT64) {
      return Step.NOTHING;
    }
    return (value, e) -> {
      BitString bits = (BitString) value;
      boolean narrow = to == TypeKind.INT32;
      if (bits.length() > (narrow ? 32 : 64)) {
        throw outOfRange(narrow ? "integer" : "bigint");
      }
      long number = 0;
      for (int i = 0; i < bits.length(); i++) {
        number = number << 1 | (bits.get(i) ? 1 : 0);
      }
      return narrow ? (Object) (int) number : (Object) number;
    };
  }

  private static Step fromLong(TypeKind to) {
    return switch (to) {
      case INT16, INT32, INT64 -> (value, e) -> narrowed(((Number) value).longValue(), to);
      case DECIMAL -> (value, e) -> Decimal.of(((Number) value).longValue());
      case FLOAT32 -> (value, e) -> (float) ((Number) value).longValue();
      case FLOAT64 -> (value, e) -> (double) ((Number) value).longValue();
      case BOOLEAN -> (value, e) -> ((Number) value).longValue() != 0;
      case BYTE_CHAR ->
          (value, e) -> {
            long number = ((Number) value).longValue();
            if (number != (byte) number) {
              throw outOfRange("\"char\"");
            }
            return (byte) number;
          };
      case OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          (value, e) -> {
            long number = ((Number) value).longValue();
            if (value instanceof Long && (number < 0 || number > 0xFFFF_FFFFL)) {
              throw outOfRange("OID");
            }
            return number & 0xFFFF_FFFFL;
          };
      default -> throw new IllegalArgumentException("integer to " + to);
    };
  }

  private static Step fromDecimal(TypeKind to) {
    return switch (to) {
      case INT16 ->
          (value, e) ->
              (short)
                  Decimals.toLong((Decimal) value, Short.MIN_VALUE, Short.MAX_VALUE, "smallint");
      case INT32 ->
          (value, e) ->
              (int)
                  Decimals.toLong((Decimal) value, Integer.MIN_VALUE, Integer.MAX_VALUE, "integer");
      case INT64 ->
          (value, e) -> Decimals.toLong((Decimal) value, Long.MIN_VALUE, Long.MAX_VALUE, "bigint");
      case FLOAT32 -> (value, e) -> Decimals.toFloat((Decimal) value);
      case FLOAT64 -> (value, e) -> Decimals.toDouble((Decimal) value);
      default -> throw new IllegalArgumentException("numeric to " + to);
    };
  }

  private static Step fromDouble(TypeKind from, TypeKind to) {
    return switch (to) {
      case INT16 -> (value, e) -> narrowed(rounded(value, "smallint"), to);
      case INT32 -> (value, e) -> narrowed(rounded(value, "integer"), to);
      case INT64 -> (value, e) -> rounded(value, "bigint");
      case FLOAT64 -> (value, e) -> ((Number) value).doubleValue();
      case FLOAT32 -> (value, e) -> Decimals.toFloat(((Number) value).doubleValue());
      case DECIMAL ->
          (value, e) ->
              Decimals.ofDouble(((Number) value).doubleValue(), from == TypeKind.FLOAT32 ? 6 : 15);
      default -> throw new IllegalArgumentException("float to " + to);
    };
  }

  /** Halves go to the even neighbour, as C's rint does. */
  private static long rounded(Object value, String type) {
    double number = Math.rint(((Number) value).doubleValue());
    if (!(number >= -0x1p63 && number < 0x1p63)) {
      throw outOfRange(type);
    }
    return (long) number;
  }

  private static Step fromJson(TypeKind to) {
    return switch (to) {
      case BOOLEAN ->
          (value, e) -> {
            Object tree = JsonTree.parse((String) value);
            if (tree instanceof Boolean truth) {
              return truth;
            }
            throw jsonType(tree, "boolean");
          };
      default ->
          (value, e) -> {
            Object tree = JsonTree.parse((String) value);
            if (tree instanceof Decimal number) {
              return to == TypeKind.DECIMAL ? number : fromDecimal(to).convert(number, e);
            }
            throw jsonType(tree, TypeNames.displayBase(DataType.of(to)));
          };
    };
  }

  private static OrbitException jsonType(
      @org.jspecify.annotations.Nullable Object tree, String type) {
    String kind =
        switch (tree) {
          case null -> "null";
          case String text -> "string";
          case Decimal number -> "numeric";
          case Boolean truth -> "boolean";
          case List<?> list -> "array";
          case Map<?, ?> map -> "object";
          default -> "value";
        };
    return new OrbitException(
        ErrorCode.INVALID_PARAMETER_VALUE, "cannot cast jsonb " + kind + " to type " + type);
  }

  /** The address with the bits beyond its mask cleared. */
  private static Inet network(Inet inet) {
    byte[] address = inet.address().getAddress();
    for (int bit = inet.maskBits(); bit < address.length * 8; bit++) {
      address[bit / 8] &= (byte) ~(1 << (7 - bit % 8));
    }
    try {
      return new Inet(InetAddress.getByAddress(address), inet.maskBits());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
