package io.orbit.protocol.redis.scripting.lua;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something with a value. Immutable once parsed. */
abstract class Expression {
  final int line;

  Expression(int line) {
    this.line = line;
  }

  abstract Object evaluate(Frame frame);

  /** All values of a call or of {@code ...}. */
  Object[] evaluateAll(Frame frame) {
    return new Object[] {evaluate(frame)};
  }

  /** Whether it may have any number of values. */
  boolean isMultiple() {
    return false;
  }

  /** As messages name it: {@code local 'x'}; null where it has no name. */
  @Nullable String description() {
    return null;
  }

  static Object[] evaluateList(Frame frame, Expression[] list) {
    int last = list.length - 1;
    if (last < 0) {
      return LuaFunction.NOTHING;
    }
    if (!list[last].isMultiple()) {
      Object[] values = new Object[list.length];
      for (int i = 0; i <= last; i++) {
        values[i] = list[i].evaluate(frame);
      }
      return values;
    }
    if (last == 0) {
      return list[0].evaluateAll(frame);
    }
    Object[] first = new Object[last];
    for (int i = 0; i < last; i++) {
      first[i] = list[i].evaluate(frame);
    }
    Object[] rest = list[last].evaluateAll(frame);
    Object[] all = Arrays.copyOf(first, last + rest.length);
    System.arraycopy(rest, 0, all, last, rest.length);
    return all;
  }

  /** A literal. */
  static final class Constant extends Expression {
    final Object value;

    Constant(int line, Object value) {
      super(line);
      this.value = value;
    }

    @Override
    Object evaluate(Frame frame) {
      return value;
    }
  }

  /** A local variable. */
  static final class Local extends Expression {
    final Prototype.Variable variable;

    Local(int line, Prototype.Variable variable) {
      super(line);
      this.variable = variable;
    }

    @Override
    Object evaluate(Frame frame) {
      Object value = frame.slots[variable.slot];
      return variable.captured ? ((Cell) value).value : value;
    }

    @Override
    String description() {
      return "local '" + variable.name + "'";
    }
  }

  /** A local variable of a function around this one. */
  static final class Captured extends Expression {
    final int index;
    final String name;

    Captured(int line, int index, String name) {
      super(line);
      this.index = index;
      this.name = name;
    }

    @Override
    Object evaluate(Frame frame) {
      return frame.function.captured[index].value;
    }

    @Override
    String description() {
      return "upvalue '" + name + "'";
    }
  }

  /** A global variable. */
  static final class Global extends Expression {
    final LuaString name;

    Global(int line, LuaString name) {
      super(line);
      this.name = name;
    }

    @Override
    Object evaluate(Frame frame) {
      frame.line = line;
      return frame.state.index(frame.function.globals(), name);
    }

    @Override
    String description() {
      return "global '" + name + "'";
    }
  }

  /** {@code object[key]}. */
  static final class Index extends Expression {
    final Expression object;
    final Expression key;

    Index(int line, Expression object, Expression key) {
      super(line);
      this.object = object;
      this.key = key;
    }

    @Override
    Object evaluate(Frame frame) {
      Object indexed = object.evaluate(frame);
      Object wanted = key.evaluate(frame);
      frame.line = line;
      return frame.state.index(indexed, wanted, object);
    }

    @Override
    @Nullable String description() {
      return key instanceof Constant constant && constant.value instanceof LuaString name
          ? "field '" + name + "'"
          : null;
    }
  }

  /** A call, of a function or of a method. */
  abstract static class Call extends Expression {
    final Expression[] arguments;

    Call(int line, Expression[] arguments) {
      super(line);
      this.arguments = arguments;
    }

    abstract @Nullable Expression callee();

    /** The function, and the arguments in the array, which is as long as they are. */
    abstract LuaClosure.TailCall prepare(Frame frame);

    @Override
    final Object[] evaluateAll(Frame frame) {
      LuaClosure.TailCall call = prepare(frame);
      frame.line = line;
      return frame.state.call(call.function(), call.arguments(), callee());
    }

    @Override
    final Object evaluate(Frame frame) {
      Object[] values = evaluateAll(frame);
      return values.length == 0 ? Nil.NIL : values[0];
    }

    @Override
    final boolean isMultiple() {
      return true;
    }
  }

  /** {@code f(x)}. */
  static final class FunctionCall extends Call {
    final Expression function;

    FunctionCall(int line, Expression function, Expression[] arguments) {
      super(line, arguments);
      this.function = function;
    }

    @Override
    Expression callee() {
      return function;
    }

    @Override
    LuaClosure.TailCall prepare(Frame frame) {
      Object called = function.evaluate(frame);
      return new LuaClosure.TailCall(called, evaluateList(frame, arguments), this);
    }
  }

  /** {@code object:name(x)}. */
  static final class MethodCall extends Call {
    final Expression object;
    final LuaString name;
    private final Expression shown;

    MethodCall(int line, Expression object, LuaString name, Expression[] arguments) {
      super(line, arguments);
      this.object = object;
      this.name = name;
      this.shown = new MethodName(line, name);
    }

    @Override
    Expression callee() {
      return shown;
    }

    @Override
    LuaClosure.TailCall prepare(Frame frame) {
      Object self = object.evaluate(frame);
      frame.line = line;
      Object method = frame.state.index(self, name, object);
      Object[] given = evaluateList(frame, arguments);
      Object[] withSelf = new Object[given.length + 1];
      withSelf[0] = self;
      System.arraycopy(given, 0, withSelf, 1, given.length);
      return new LuaClosure.TailCall(method, withSelf, this);
    }
  }

  /** A method's name, for messages. */
  static final class MethodName extends Expression {
    private final LuaString name;

    MethodName(int line, LuaString name) {
      super(line);
      this.name = name;
    }

    @Override
    Object evaluate(Frame frame) {
      return name;
    }

    @Override
    String description() {
      return "method '" + name + "'";
    }
  }

  /** {@code function … end}. */
  static final class Closure extends Expression {
    final Prototype prototype;

    Closure(int line, Prototype prototype) {
      super(line);
      this.prototype = prototype;
    }

    @Override
    Object evaluate(Frame frame) {
      Prototype.Capture[] captures = prototype.captures;
      Cell[] cells = new Cell[captures.length];
      for (int i = 0; i < cells.length; i++) {
        int index = captures[i].index();
        cells[i] =
            captures[i].fromSlot() ? (Cell) frame.slots[index] : frame.function.captured[index];
      }
      frame.line = line;
      frame.state.memory().charge(48);
      return new LuaClosure(prototype, cells, frame.function.globals());
    }
  }

  /** {@code ...}. */
  static final class Varargs extends Expression {
    Varargs(int line) {
      super(line);
    }

    @Override
    Object evaluate(Frame frame) {
      return frame.varargs.length == 0 ? Nil.NIL : frame.varargs[0];
    }

    @Override
    Object[] evaluateAll(Frame frame) {
      return frame.varargs.clone();
    }

    @Override
    boolean isMultiple() {
      return true;
    }
  }

  /** {@code (x)}: one value of many. */
  static final class Parenthesized extends Expression {
    final Expression inner;

    Parenthesized(Expression inner) {
      super(inner.line);
      this.inner = inner;
    }

    @Override
    Object evaluate(Frame frame) {
      return inner.evaluate(frame);
    }
  }

  /** {@code a and b}, {@code a or b}. */
  static final class Logical extends Expression {
    final boolean isAnd;
    final Expression left;
    final Expression right;

    Logical(int line, boolean isAnd, Expression left, Expression right) {
      super(line);
      this.isAnd = isAnd;
      this.left = left;
      this.right = right;
    }

    @Override
    Object evaluate(Frame frame) {
      Object value = left.evaluate(frame);
      return Values.isTrue(value) == isAnd ? right.evaluate(frame) : value;
    }
  }

  /** {@code not a}. */
  static final class Not extends Expression {
    final Expression operand;

    Not(int line, Expression operand) {
      super(line);
      this.operand = operand;
    }

    @Override
    Object evaluate(Frame frame) {
      return Values.isTrue(operand.evaluate(frame)) ? Boolean.FALSE : Boolean.TRUE;
    }
  }

  /** {@code -a}. */
  static final class Negation extends Expression {
    final Expression operand;

    Negation(int line, Expression operand) {
      super(line);
      this.operand = operand;
    }

    @Override
    Object evaluate(Frame frame) {
      return Operators.negate(frame, this);
    }
  }

  /** {@code #a}. */
  static final class Length extends Expression {
    final Expression operand;

    Length(int line, Expression operand) {
      super(line);
      this.operand = operand;
    }

    @Override
    Object evaluate(Frame frame) {
      return Operators.length(frame, this);
    }
  }

  /** {@code a + b} and its like. */
  static final class Arithmetic extends Expression {
    final Operators.Arithmetic operator;
    final Expression left;
    final Expression right;

    Arithmetic(int line, Operators.Arithmetic operator, Expression left, Expression right) {
      super(line);
      this.operator = operator;
      this.left = left;
      this.right = right;
    }

    @Override
    Object evaluate(Frame frame) {
      return Operators.arithmetic(frame, operator, this);
    }
  }

  /** {@code a .. b}. */
  static final class Concatenation extends Expression {
    final Expression left;
    final Expression right;

    Concatenation(int line, Expression left, Expression right) {
      super(line);
      this.left = left;
      this.right = right;
    }

    @Override
    Object evaluate(Frame frame) {
      return Operators.concatenate(frame, this);
    }
  }

  /** {@code a < b} and its like. */
  static final class Comparison extends Expression {
    final Operators.Comparison operator;
    final Expression left;
    final Expression right;

    Comparison(int line, Operators.Comparison operator, Expression left, Expression right) {
      super(line);
      this.operator = operator;
      this.left = left;
      this.right = right;
    }

    @Override
    Object evaluate(Frame frame) {
      Object a = left.evaluate(frame);
      Object b = right.evaluate(frame);
      frame.line = line;
      return Operators.compare(frame.state, operator, a, b) ? Boolean.TRUE : Boolean.FALSE;
    }
  }

  /** {@code {a, b; c = d, [e] = f}}: keys are null where elements are only listed. */
  static final class TableLiteral extends Expression {
    final @Nullable Expression[] keys;
    final Expression[] values;

    TableLiteral(int line, @Nullable Expression[] keys, Expression[] values) {
      super(line);
      this.keys = keys;
      this.values = values;
    }

    @Override
    Object evaluate(Frame frame) {
      LuaState state = frame.state;
      state.memory().charge(64);
      LuaTable table = state.newTable();
      List<Object> listed = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        Expression key = keys[i];
        if (key != null) {
          Object at = key.evaluate(frame);
          Object value = values[i].evaluate(frame);
          frame.line = line;
          state.set(table, at, value);
        } else if (i == values.length - 1 && values[i].isMultiple()) {
          listed.addAll(Arrays.asList(values[i].evaluateAll(frame)));
        } else {
          listed.add(values[i].evaluate(frame));
        }
      }
      table.setAll(listed);
      return table;
    }
  }
}
