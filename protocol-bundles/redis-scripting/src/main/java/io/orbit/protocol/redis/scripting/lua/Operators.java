package io.orbit.protocol.redis.scripting.lua;

import org.jspecify.annotations.Nullable;

/** Arithmetic, comparison, concatenation, with metamethods and Lua's errors. */
final class Operators {
  private Operators() {}

  /** An arithmetic operator. */
  enum Arithmetic {
    ADD("__add"),
    SUBTRACT("__sub"),
    MULTIPLY("__mul"),
    DIVIDE("__div"),
    MODULO("__mod"),
    POWER("__pow");

    final String event;

    Arithmetic(String event) {
      this.event = event;
    }

    double apply(double left, double right) {
      return switch (this) {
        case ADD -> left + right;
        case SUBTRACT -> left - right;
        case MULTIPLY -> left * right;
        case DIVIDE -> left / right;
        case MODULO -> left - Math.floor(left / right) * right;
        case POWER -> Math.pow(left, right);
      };
    }
  }

  /** A comparison. */
  enum Comparison {
    EQUAL,
    UNEQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /** {@code global 'x' (a nil value)}, or the type alone. */
  static String describe(@Nullable Expression expression, Object value) {
    String name = expression == null ? null : expression.description();
    String type = "a " + Values.typeName(value) + " value";
    return name == null ? type : name + " (" + type + ")";
  }

  static Object arithmetic(Frame frame, Arithmetic operator, Expression.Arithmetic node) {
    Object left = node.left.evaluate(frame);
    Object right = node.right.evaluate(frame);
    if (left instanceof Double a && right instanceof Double b) {
      return operator.apply(a, b);
    }
    Double a = Numbers.toNumber(left);
    Double b = Numbers.toNumber(right);
    if (a != null && b != null) {
      return operator.apply(a, b);
    }
    LuaState state = frame.state;
    frame.line = node.line;
    Object handler = handler(state, left, right, operator.event);
    if (handler != Nil.NIL) {
      return state.callForOne(handler, left, right);
    }
    throw state.error(
        "attempt to perform arithmetic on "
            + (a == null ? describe(node.left, left) : describe(node.right, right)));
  }

  private static Object handler(LuaState state, Object left, Object right, String event) {
    Object handler = state.metamethod(left, event);
    return handler == Nil.NIL ? state.metamethod(right, event) : handler;
  }

  static Object negate(Frame frame, Expression.Negation node) {
    Object value = node.operand.evaluate(frame);
    Double number = Numbers.toNumber(value);
    if (number != null) {
      return -number;
    }
    frame.line = node.line;
    Object handler = frame.state.metamethod(value, "__unm");
    if (handler != Nil.NIL) {
      return frame.state.callForOne(handler, value, value);
    }
    throw frame.state.error("attempt to perform arithmetic on " + describe(node.operand, value));
  }

  static Object length(Frame frame, Expression.Length node) {
    Object value = node.operand.evaluate(frame);
    if (value instanceof LuaTable table) {
      return (double) table.length();
    }
    if (value instanceof LuaString string) {
      return (double) string.length();
    }
    throw frame.error(node.line, "attempt to get length of " + describe(node.operand, value));
  }

  static Object concatenate(Frame frame, Expression.Concatenation node) {
    Object left = node.left.evaluate(frame);
    Object right = node.right.evaluate(frame);
    LuaString a = Values.toStringValue(left);
    LuaString b = Values.toStringValue(right);
    LuaState state = frame.state;
    frame.line = node.line;
    if (a != null && b != null) {
      long length = (long) a.length() + b.length();
      state.memory().charge(length + 32);
      byte[] joined = new byte[Math.toIntExact(length)];
      System.arraycopy(a.bytes(), 0, joined, 0, a.length());
      System.arraycopy(b.bytes(), 0, joined, a.length(), b.length());
      return LuaString.of(joined);
    }
    Object handler = handler(state, left, right, "__concat");
    if (handler != Nil.NIL) {
      return state.callForOne(handler, left, right);
    }
    throw state.error(
        "attempt to concatenate "
            + (a == null ? describe(node.left, left) : describe(node.right, right)));
  }

  static boolean compare(LuaState state, Comparison operator, Object left, Object right) {
    return switch (operator) {
      case EQUAL -> equal(state, left, right);
      case UNEQUAL -> !equal(state, left, right);
      case LESS -> less(state, left, right);
      case LESS_OR_EQUAL -> lessOrEqual(state, left, right);
      case GREATER -> less(state, right, left);
      case GREATER_OR_EQUAL -> lessOrEqual(state, right, left);
    };
  }

  static boolean equal(LuaState state, Object left, Object right) {
    if (Values.rawEquals(left, right)) {
      return true;
    }
    if (!(left instanceof LuaTable) || !(right instanceof LuaTable)) {
      return false;
    }
    Object handler = commonHandler(state, left, right, "__eq");
    return handler != Nil.NIL && Values.isTrue(state.callForOne(handler, left, right));
  }

  static boolean less(LuaState state, Object left, Object right) {
    if (left instanceof Double a && right instanceof Double b) {
      return a < b;
    }
    if (left instanceof LuaString a && right instanceof LuaString b) {
      return a.compareTo(b) < 0;
    }
    Object handler = commonHandler(state, left, right, "__lt");
    if (handler == Nil.NIL) {
      throw uncomparable(state, left, right);
    }
    return Values.isTrue(state.callForOne(handler, left, right));
  }

  static boolean lessOrEqual(LuaState state, Object left, Object right) {
    if (left instanceof Double a && right instanceof Double b) {
      return a <= b;
    }
    if (left instanceof LuaString a && right instanceof LuaString b) {
      return a.compareTo(b) <= 0;
    }
    Object handler = commonHandler(state, left, right, "__le");
    if (handler != Nil.NIL) {
      return Values.isTrue(state.callForOne(handler, left, right));
    }
    Object opposite = commonHandler(state, right, left, "__lt");
    if (opposite == Nil.NIL) {
      throw uncomparable(state, left, right);
    }
    return !Values.isTrue(state.callForOne(opposite, right, left));
  }

  /** Both values must be of one type and have the same handler. */
  private static Object commonHandler(LuaState state, Object left, Object right, String event) {
    Object handler = state.metamethod(left, event);
    boolean same =
        Values.typeName(left).equals(Values.typeName(right))
            && Values.rawEquals(handler, state.metamethod(right, event));
    return same ? handler : Nil.NIL;
  }

  private static LuaError uncomparable(LuaState state, Object left, Object right) {
    return state.error(uncomparable(left, right));
  }

  static String uncomparable(Object left, Object right) {
    String a = Values.typeName(left);
    String b = Values.typeName(right);
    return a.equals(b)
        ? "attempt to compare two " + a + " values"
        : "attempt to compare " + a + " with " + b;
  }
}
