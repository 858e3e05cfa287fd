package io.orbit.protocol.redis.scripting.lua;

import org.jspecify.annotations.Nullable;

/** Something that is done. Immutable once parsed. */
abstract class Statement {
  /** What {@code break} answers. */
  static final Object BREAK = new Object();

  final int line;

  Statement(int line) {
    this.line = line;
  }

  /**
   * Does it.
   *
   * @return null to go on; {@link #BREAK}; the values of a return as an array, or a {@link
   *     LuaClosure.TailCall}
   */
  abstract @Nullable Object execute(Frame frame);

  /** One after the other. */
  static final class Block extends Statement {
    final Statement[] statements;

    Block(int line, Statement[] statements) {
      super(line);
      this.statements = statements;
    }

    @Override
    @Nullable Object execute(Frame frame) {
      for (Statement each : statements) {
        Object result = each.execute(frame);
        if (result != null) {
          return result;
        }
      }
      return null;
    }
  }

  /** {@code local a, b = x, y}. */
  static final class LocalAssignment extends Statement {
    final Prototype.Variable[] variables;
    final Expression[] values;

    LocalAssignment(int line, Prototype.Variable[] variables, Expression[] values) {
      super(line);
      this.variables = variables;
      this.values = values;
    }

    @Override
    @Nullable Object execute(Frame frame) {
      if (variables.length == 1 && values.length == 1) {
        begin(frame, variables[0], values[0].evaluate(frame));
        return null;
      }
      Object[] all = Expression.evaluateList(frame, values);
      for (int i = 0; i < variables.length; i++) {
        begin(frame, variables[i], i < all.length ? all[i] : Nil.NIL);
      }
      return null;
    }

    /** A new variable. */
    static void begin(Frame frame, Prototype.Variable variable, Object value) {
      frame.slots[variable.slot] = variable.captured ? new Cell(value) : value;
    }
  }

  /** {@code local function f}: the function may use its own name. */
  static final class LocalFunction extends Statement {
    final Prototype.Variable variable;
    final Expression function;

    LocalFunction(int line, Prototype.Variable variable, Expression function) {
      super(line);
      this.variable = variable;
      this.function = function;
    }

    @Override
    @Nullable Object execute(Frame frame) {
      if (variable.captured) {
        Cell cell = new Cell(Nil.NIL);
        frame.slots[variable.slot] = cell;
        cell.value = function.evaluate(frame);
      } else {
        frame.slots[variable.slot] = function.evaluate(frame);
      }
      return null;
    }
  }

  /** {@code a, b[c] = x, y}. */
  static final class Assignment extends Statement {
    final Expression[] targets;
    final Expression[] values;

    Assignment(int line, Expression[] targets, Expression[] values) {
      super(line);
      this.targets = targets;
      this.values = values;
    }

    @Override
    @Nullable Object execute(Frame frame) {
      if (targets.length == 1 && values.length == 1) {
        if (targets[0] instanceof Expression.Index index) {
          Object object = index.object.evaluate(frame);
          Object key = index.key.evaluate(frame);
          assign(frame, targets[0], object, key, values[0].evaluate(frame));
        } else {
          assign(frame, targets[0], Nil.NIL, Nil.NIL, values[0].evaluate(frame));
        }
        return null;
      }
      Object[] objects = new Object[targets.length];
      Object[] keys = new Object[targets.length];
      for (int i = 0; i < targets.length; i++) {
        if (targets[i] instanceof Expression.Index index) {
          objects[i] = index.object.evaluate(frame);
          keys[i] = index.key.evaluate(frame);
        }
      }
      Object[] all = Expression.evaluateList(frame, values);
      for (int i = targets.length - 1; i >= 0; i--) {
        assign(frame, targets[i], objects[i], keys[i], i < all.length ? all[i] : Nil.NIL);
      }
      return null;
    }

    private void assign(Frame frame, Expression target, Object object, Object key, Object value) {
      switch (target) {
        case Expression.Local local -> {
          if (local.variable.captured) {
            ((Cell) frame.slots[local.variable.slot]).value = value;
          } else {
            frame.slots[local.variable.slot] = value;
          }
        }
        case Expression.Captured captured -> frame.function.captured[captured.index].value = value;
        case Expression.Global global -> {
          frame.line = line;
          frame.state.setIndex(frame.function.globals(), global.name, value);
        }
        case Expression.Index index -> {
          frame.line = line;
          frame.state.setIndex(object, key, value, index.object);
        }
        default -> throw new IllegalStateException("nothing to assign to");
      }
    }
  }

  /** A call whose values nobody wants. */
  static final class CallStatement extends Statement {
    final Expression.Call call;

    CallStatement(int line, Expression.Call call) {
      super(line);
      this.call = call;
    }

    @Override
    @Nullable Object execute(Frame frame) {
      Object ignored = call.evaluateAll(frame);
      return null;
    }
  }

  /** {@code if … elseif … else}. */
  static final class If extends Statement {
    final Expression[] conditions;
    final Statement[] blocks;
    final @Nullable Statement otherwise;

    If(int line, Expression[] conditions, Statement[] blocks, @Nullable Statement otherwise) {
      super(line);
      this.conditions = conditions;
      this.blocks = blocks;
      this.otherwise = otherwise;
    }

    @Override
    @Nullable Object execute(Frame frame) {
      for (int i = 0; i < conditions.length; i++) {
        if (Values.isTrue(conditions[i].evaluate(frame))) {
          return blocks[i].execute(frame);
        }
      }
      return otherwise == null ? null : otherwise.execute(frame);
    }
  }

  /** {@code while}. */
  static final class While extends Statement {
    final Expression condition;
    final Statement body;

    While(int line, Expression condition, Statement body) {
      super(line);
      this.condition = condition;
      this.body = body;
    }

    @Override
    @Nullable Object execute(Frame frame) {
      while (Values.isTrue(condition.evaluate(frame))) {
        Object result = body.execute(frame);
        if (result != null) {
          return result == BREAK ? null : result;
        }
        frame.line = line;
        frame.state.tick();
      }
      return null;
    }
  }

  /** {@code repeat … until}: the condition sees the body's variables. */
  static final class Repeat extends Statement {
    final Statement body;
    final Expression condition;

    Repeat(int line, Statement body, Expression condition) {
      super(line);
      this.body = body;
      this.condition = condition;
    }

    @Override
    @Nullable Object execute(Frame frame) {
      do {
        Object result = body.execute(frame);
        if (result != null) {
          return result == BREAK ? null : result;
        }
        frame.line = line;
        frame.state.tick();
      } while (!Values.isTrue(condition.evaluate(frame)));
      return null;
    }
  }

  /** {@code for i = first, last, step}. */
  static final class NumericFor extends Statement {
    final Prototype.Variable variable;
    final Expression first;
    final Expression last;
    final Expression step;
    final Statement body;

    NumericFor(
        int line,
        Prototype.Variable variable,
        Expression first,
        Expression last,
        Expression step,
        Statement body) {
      super(line);
      this.variable = variable;
      this.first = first;
      this.last = last;
      this.step = step;
      this.body = body;
    }

    @Override
    @Nullable Object execute(Frame frame) {
      double from = number(frame, first, "initial value");
      double to = number(frame, last, "limit");
      double by = number(frame, step, "step");
      for (double i = from; by > 0 ? i <= to : i >= to; i += by) {
        LocalAssignment.begin(frame, variable, i);
        Object result = body.execute(frame);
        if (result != null) {
          return result == BREAK ? null : result;
        }
        frame.line = line;
        frame.state.tick();
      }
      return null;
    }

    private double number(Frame frame, Expression expression, String what) {
      Double number = Numbers.toNumber(expression.evaluate(frame));
      if (number == null) {
        throw frame.error(line, "'for' " + what + " must be a number");
      }
      return number;
    }
  }

  /** {@code for a, b in iterator, state, first}. */
  static final class GenericFor extends Statement {
    final Prototype.Variable[] variables;
    final Expression[] iterator;
    final Statement body;

    GenericFor(int line, Prototype.Variable[] variables, Expression[] iterator, Statement body) {
      super(line);
      this.variables = variables;
      this.iterator = iterator;
      this.body = body;
    }

    @Override
    @Nullable Object execute(Frame frame) {
      Object[] given = Expression.evaluateList(frame, iterator);
      Object function = given.length > 0 ? given[0] : Nil.NIL;
      Object invariant = given.length > 1 ? given[1] : Nil.NIL;
      Object control = given.length > 2 ? given[2] : Nil.NIL;
      while (true) {
        frame.line = line;
        Object[] values = frame.state.call(function, invariant, control);
        control = values.length == 0 ? Nil.NIL : values[0];
        if (control == Nil.NIL) {
          return null;
        }
        for (int i = 0; i < variables.length; i++) {
          LocalAssignment.begin(frame, variables[i], i < values.length ? values[i] : Nil.NIL);
        }
        Object result = body.execute(frame);
        if (result != null) {
          return result == BREAK ? null : result;
        }
        frame.line = line;
        frame.state.tick();
      }
    }
  }

  /** {@code return}. */
  static final class Return extends Statement {
    final Expression[] values;

    Return(int line, Expression[] values) {
      super(line);
      this.values = values;
    }

    @Override
    Object execute(Frame frame) {
      if (values.length == 1 && values[0] instanceof Expression.Call call) {
        LuaClosure.TailCall tail = call.prepare(frame);
        frame.line = call.line;
        return tail;
      }
      return Expression.evaluateList(frame, values);
    }
  }

  /** {@code break}. */
  static final class Break extends Statement {
    Break(int line) {
      super(line);
    }

    @Override
    Object execute(Frame frame) {
      return BREAK;
    }
  }
}
