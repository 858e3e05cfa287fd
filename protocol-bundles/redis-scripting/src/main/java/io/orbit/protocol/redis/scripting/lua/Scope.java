package io.orbit.protocol.redis.scripting.lua;

import io.orbit.protocol.redis.scripting.lua.Prototype.Capture;
import io.orbit.protocol.redis.scripting.lua.Prototype.Variable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variables of a function that is being parsed. */
final class Scope {
  private static final int MOST_LOCALS = 200;
  private static final int MOST_CAPTURES = 60;

  final @Nullable Scope around;
  final boolean isVariadic;
  final int line;
  private final List<Variable> active = new ArrayList<>();
  private final List<Capture> captures = new ArrayList<>();
  private int slotCount;

  /** How many loops are around the statement that is being parsed. */
  int loops;

  Scope(@Nullable Scope around, boolean isVariadic, int line) {
    this.around = around;
    this.isVariadic = isVariadic;
    this.line = line;
  }

  int mark() {
    return active.size();
  }

  /** The variables since the mark are no longer seen. */
  void endBlock(int mark) {
    active.subList(mark, active.size()).clear();
  }

  Variable declare(Lexer lexer, String name) {
    if (active.size() >= MOST_LOCALS) {
      String where = line == 0 ? "main function" : "function at line " + line;
      throw lexer.error(where + " has more than " + MOST_LOCALS + " local variables", false);
    }
    Variable variable = new Variable(name, active.size());
    active.add(variable);
    slotCount = Math.max(slotCount, active.size());
    return variable;
  }

  @Nullable Variable find(String name) {
    for (int i = active.size() - 1; i >= 0; i--) {
      if (active.get(i).name.equals(name)) {
        return active.get(i);
      }
    }
    return null;
  }

  /** Index of the captured variable of that name, -1 for none: then it is a global one. */
  int capture(Lexer lexer, String name) {
    for (int i = 0; i < captures.size(); i++) {
      if (captures.get(i).name().equals(name)) {
        return i;
      }
    }
    if (around == null) {
      return -1;
    }
    Variable outer = around.find(name);
    Capture capture;
    if (outer != null) {
      outer.captured = true;
      capture = new Capture(name, true, outer.slot);
    } else {
      int index = around.capture(lexer, name);
      if (index < 0) {
        return -1;
      }
      capture = new Capture(name, false, index);
    }
    if (captures.size() >= MOST_CAPTURES) {
      throw lexer.error(
          "function at line " + line + " has more than " + MOST_CAPTURES + " upvalues", false);
    }
    captures.add(capture);
    return captures.size() - 1;
  }

  Capture[] captures() {
    return captures.toArray(new Capture[0]);
  }

  int slotCount() {
    return slotCount;
  }
}
