package io.orbit.query.routine;

import io.orbit.api.query.tree.ProcedureStatement.Block;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.ProcedureStatement.Declaration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A body ready to run: its tree, its variables, and what the names in its SQL mean. What changes
 * while it runs is in {@link Frame}; plans are kept here. Any number of threads.
 *
 * @param codes its SQL, by identity
 * @param names what names mean where a statement that assigns stands, by identity
 * @param declared variables by their declarations and loops, by identity
 * @param cursors declared cursors by the slot of their variables
 * @param arguments slots of the inputs, in order
 * @param outputs slots of the outputs, in order
 */
record Procedure(
    Block body,
    List<Slot> slots,
    Map<Code, SqlCode> codes,
    Map<Object, ProcedureNames> names,
    Map<Object, Integer> declared,
    Map<Integer, Declaration> cursors,
    List<Integer> arguments,
    List<Integer> outputs,
    int found,
    int state,
    int message) {

  static <K, V> Map<K, V> byIdentity() {
    return new IdentityHashMap<>();
  }

  SqlCode code(Code code) {
    SqlCode compiled = codes.get(code);
    if (compiled == null) {
      throw new IllegalStateException("not of this procedure: " + code.text());
    }
    return compiled;
  }

  ProcedureNames namesAt(Object statement) {
    ProcedureNames found = names.get(statement);
    if (found == null) {
      throw new IllegalStateException("not of this procedure: " + statement);
    }
    return found;
  }

  int slotOf(Object declaration) {
    Integer slot = declared.get(declaration);
    if (slot == null) {
      throw new IllegalStateException("not of this procedure: " + declaration);
    }
    return slot;
  }
}
