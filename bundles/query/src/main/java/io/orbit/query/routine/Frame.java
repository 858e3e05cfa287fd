package io.orbit.query.routine;

import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import io.orbit.query.routine.NestedStatements.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of a procedure. One thread. */
final class Frame {
  final Session session;
  final List<Slot> slots;
  final @Nullable Object[] values;
  final Mode mode;

  /** Whether it may end the transaction: a procedure that a client called outside of any. */
  final boolean endsTransactions;

  final Map<String, RoutineCursor> cursors = new HashMap<>();
  final List<@Nullable Object[]> rows = new ArrayList<>();
  private final List<@Nullable Object> parameters;

  long rowCount;
  SqlCode.@Nullable Typed result;
  @Nullable OrbitException handled;

  Frame(Session session, List<Slot> slots, Mode mode, boolean endsTransactions) {
    this.session = session;
    this.slots = slots;
    this.mode = mode;
    this.endsTransactions = endsTransactions;
    values = new Object[slots.size()];
    parameters = Collections.unmodifiableList(Arrays.asList(values));
  }

  /** The variables' values as a statement's parameters. */
  List<@Nullable Object> parameters() {
    return parameters;
  }

  /** A variable's type now: that of its value where only that tells. */
  DataType type(int slot) {
    Slot declared = slots.get(slot);
    return declared.isDynamicRecord() && values[slot] instanceof Row row
        ? SqlCode.recordType(declared.name(), row.shape())
        : declared.type();
  }

  /** Closes what is open still. */
  void end() {
    cursors.values().forEach(RoutineCursor::close);
    cursors.clear();
  }

  /** An open cursor of a procedure. */
  record RoutineCursor(NestedStatements.Nested nested, Execution execution, Reading reading) {
    void close() {
      execution.close();
    }
  }

  /** Rows that were read, so that a cursor can go back. */
  static final class Reading {
    final List<@Nullable Object[]> rows = new ArrayList<>();
    boolean exhausted;

    /** 0 is before the first row. */
    int position;
  }
}
