package io.orbit.protocol.redis.json;

import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Reply;
import java.util.ArrayList;
import java.util.List;

/** JSON.NUMINCRBY and its like. */
final class JsonNumbers {
  private JsonNumbers() {}

  /** What is done with a number and the given one. */
  enum Operator {
    ADD,
    MULTIPLY,
    POWER;

    Object apply(Number left, Number right) {
      if (left instanceof Long a && right instanceof Long b) {
        try {
          return switch (this) {
            case ADD -> (Object) Math.addExact(a, b);
            case MULTIPLY -> (Object) Math.multiplyExact(a, b);
            case POWER -> b < 0 ? (Object) Math.pow(a, b) : (Object) power(a, b);
          };
        } catch (ArithmeticException e) {
          throw new CommandFailure("ERR numeric overflow");
        }
      }
      double a = left.doubleValue();
      double b = right.doubleValue();
      double result =
          switch (this) {
            case ADD -> a + b;
            case MULTIPLY -> a * b;
            case POWER -> Math.pow(a, b);
          };
      if (Double.isNaN(result) || Double.isInfinite(result)) {
        throw new CommandFailure("ERR result is not a number");
      }
      return result;
    }

    private static long power(long base, long exponent) {
      double rough = Math.pow(base, exponent);
      if (Math.abs(rough) >= 0x1p63) {
        throw new ArithmeticException("overflow");
      }
      long result = 1;
      long square = base;
      for (long rest = exponent; rest > 0; rest >>= 1) {
        if ((rest & 1) == 1) {
          result *= square;
        }
        square *= square;
      }
      return result;
    }
  }

  static Reply change(CommandCall call, Operator operator) {
    JsonPath path = JsonPathParser.parse(call.argument(2).utf8());
    Object given = JsonReader.read(call.argument(3));
    if (!(given instanceof Number number)) {
      throw Results.unexpected("a number", given);
    }
    List<Object> results =
        Document.change(
            call, call.argument(1), document -> results(document, path, operator, number));
    if (call.resp3()) {
      return new Reply.Sequence(results.stream().map(JsonNumbers::reply).toList());
    }
    if (path.isLegacy()) {
      return Results.text(JsonWriter.compact(results.getLast()));
    }
    return Results.text(JsonWriter.compact(results));
  }

  private static Reply reply(Object value) {
    return switch (value) {
      case Long whole -> new Reply.Whole(whole);
      case Double fraction -> new Reply.Floating(fraction);
      default -> new Reply.Nothing();
    };
  }

  /** The new numbers, null where there is none. */
  private static List<Object> results(
      Document document, JsonPath path, Operator operator, Number given) {
    List<Object> results = new ArrayList<>();
    List<JsonPath.Place> places = document.find(path);
    boolean any = false;
    for (JsonPath.Place place : places) {
      if (place.value() instanceof Number number) {
        Object result = operator.apply(number, given);
        document.set(place, result);
        results.add(result);
        any = true;
      } else if (!path.isLegacy()) {
        results.add(JsonNull.NULL);
      }
    }
    if (path.isLegacy() && !any) {
      throw new CommandFailure(
          Results.missingOr(path.text(), "does not contains a number").apply(null));
    }
    return results;
  }
}
