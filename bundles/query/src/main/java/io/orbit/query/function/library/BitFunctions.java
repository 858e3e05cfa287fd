package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.value;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.BitString;
import io.orbit.query.function.FunctionRegistry;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import org.jspecify.annotations.Nullable;

/** Bit strings (PostgreSQL manual, section 9.6). */
final class BitFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    connective(definitions, "&", "AND", "bit_and", (a, b) -> a & b);
    connective(definitions, "|", "OR", "bit_or", (a, b) -> a | b);
    connective(definitions, "#", "XOR", "bit_xor", (a, b) -> a ^ b);
    definitions.add("~(bit) bit", (e, a) -> inverted(bits(a, 0)));
    definitions.add("<<(bit, int4) bit", (e, a) -> shifted(bits(a, 0), integer(a, 1)));
    definitions.add(">>(bit, int4) bit", (e, a) -> shifted(bits(a, 0), -(long) integer(a, 1)));
    definitions.add("||(varbit, varbit) varbit", (e, a) -> joined(bits(a, 0), bits(a, 1)));
    sizes(definitions);
    parts(definitions);
    definitions.add(
        "get_bit(bit, int4) int4",
        (e, a) -> bits(a, 0).get(index(bits(a, 0), integer(a, 1))) ? 1 : 0);
    definitions.add(
        "set_bit(bit, int4, int4) bit", (e, a) -> with(bits(a, 0), integer(a, 1), integer(a, 2)));
  }

  private static BitString bits(@Nullable Object[] arguments, int index) {
    return (BitString) value(arguments, index);
  }

  private static void connective(
      Definitions definitions,
      String symbol,
      String name,
      String aggregate,
      IntBinaryOperator operation) {
    definitions.add(
        symbol + "(bit, bit) bit", (e, a) -> combined(bits(a, 0), bits(a, 1), name, operation));
    definitions.aggregate(
        aggregate + "(bit) bit",
        Folding.of(
            Aggregates.Holder::new,
            (state, a) ->
                state.value =
                    state.value == null
                        ? a[0]
                        : combined(
                            (BitString) Objects.requireNonNull(state.value),
                            bits(a, 0),
                            name,
                            operation),
            state -> state.value));
  }

  private static BitString combined(
      BitString one, BitString other, String name, IntBinaryOperator operation) {
    if (one.length() != other.length()) {
      throw new OrbitException(
          ErrorCode.STRING_DATA_LENGTH_MISMATCH,
          "cannot " + name + " bit strings of different sizes");
    }
    byte[] bytes = new byte[one.bytes().length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) operation.applyAsInt(one.bytes()[i], other.bytes()[i]);
    }
    return new BitString(bytes, one.length());
  }

  private static BitString inverted(BitString bits) {
    byte[] bytes = new byte[bits.bytes().length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ~bits.bytes()[i];
    }
    return new BitString(bytes, bits.length()).slice(0, bits.length());
  }

  /** To the left, to the right by a negative distance; the length stays. */
  private static BitString shifted(BitString bits, long distance) {
    byte[] bytes = new byte[bits.bytes().length];
    for (int i = 0; i < bits.length(); i++) {
      long from = i + distance;
      if (from >= 0 && from < bits.length() && bits.get((int) from)) {
        bytes[i >> 3] |= (byte) (0x80 >> (i & 7));
      }
    }
    return new BitString(bytes, bits.length());
  }

  private static BitString joined(BitString one, BitString other) {
    BitString joined = one.slice(0, Math.addExact(one.length(), other.length()));
    for (int i = 0; i < other.length(); i++) {
      if (other.get(i)) {
        int at = one.length() + i;
        joined.bytes()[at >> 3] |= (byte) (0x80 >> (at & 7));
      }
    }
    return joined;
  }

  private static void sizes(Definitions definitions) {
    definitions.add("length(bit) int4", (e, a) -> bits(a, 0).length());
    definitions.add("bit_length(bit) int4", (e, a) -> bits(a, 0).length());
    definitions.add("octet_length(bit) int4", (e, a) -> bits(a, 0).bytes().length);
    definitions.add(
        "bit_count(bit) int8",
        (e, a) -> {
          long count = 0;
          for (byte b : bits(a, 0).bytes()) {
            count += Integer.bitCount(b & 0xFF);
          }
          return count;
        });
    definitions.add(
        "position(bit, bit) int4",
        (e, a) -> bits(a, 0).toString().indexOf(bits(a, 1).toString()) + 1);
  }

  private static void parts(Definitions definitions) {
    definitions.add(
        "substring(bit, int4) bit", (e, a) -> part(bits(a, 0), integer(a, 1), Integer.MAX_VALUE));
    definitions.add(
        "substring(bit, int4, int4) bit",
        (e, a) -> {
          if (integer(a, 2) < 0) {
            throw negativeLength();
          }
          return part(bits(a, 0), integer(a, 1), (long) integer(a, 1) + integer(a, 2));
        });
    definitions.add(
        "overlay(bit, bit, int4) bit",
        (e, a) -> overlaid(bits(a, 0), bits(a, 1), integer(a, 2), bits(a, 1).length()));
    definitions.add(
        "overlay(bit, bit, int4, int4) bit",
        (e, a) -> overlaid(bits(a, 0), bits(a, 1), integer(a, 2), integer(a, 3)));
  }

  private static OrbitException negativeLength() {
    return new OrbitException(ErrorCode.SUBSTRING_ERROR, "negative substring length not allowed");
  }

  /**
   * Some of it.
   *
   * @param first from 1
   * @param after the place behind the last
   */
  private static BitString part(BitString bits, long first, long after) {
    int from = Math.clamp(first - 1, 0, bits.length());
    int to = Math.clamp(after - 1, from, bits.length());
    return bits.slice(from, to - from);
  }

  private static BitString overlaid(BitString bits, BitString other, int first, int count) {
    if (first <= 0) {
      throw negativeLength();
    }
    return joined(
        joined(part(bits, 1, first), other), part(bits, (long) first + count, Integer.MAX_VALUE));
  }

  private static int index(BitString bits, int index) {
    if (index < 0 || index >= bits.length()) {
      throw new OrbitException(
          ErrorCode.ARRAY_SUBSCRIPT_ERROR,
          "bit index " + index + " out of valid range (0.." + (bits.length() - 1) + ")");
    }
    return index;
  }

  private static BitString with(BitString bits, int at, int bit) {
    int index = index(bits, at);
    if (bit != 0 && bit != 1) {
      throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
    }
    BitString copy = bits.slice(0, bits.length());
    int mask = 0x80 >> (index & 7);
    copy.bytes()[index >> 3] =
        (byte) (bit == 1 ? copy.bytes()[index >> 3] | mask : copy.bytes()[index >> 3] & ~mask);
    return copy;
  }
}
