package io.orbit.records;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.catalog.Trigger.Event;
import io.orbit.api.catalog.Trigger.Timing;
import io.orbit.api.records.RowExpressions;
import io.orbit.api.records.RowExpressions.TriggerCall;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The triggers of one writing statement. BEFORE triggers fire at once; what comes after waits for
 * the statement's end, that of deferred constraint triggers for the commit. Tables without triggers
 * cost a look at an empty list. One thread.
 */
final class Triggers {
  private final Session session;
  private final Transaction transaction;
  private final TableDefinitions definitions;
  private final LinkedHashMap<Key, Written> begun = new LinkedHashMap<>(0);
  private @Nullable Deque<Pending> pending;

  private record Key(long table, Event event) {}

  private record Pending(
      TableDefinition table,
      Trigger trigger,
      Event event,
      @Nullable Object @Nullable [] before,
      @Nullable Object @Nullable [] after) {}

  /** What a statement did to one table by one kind of change, for its statement triggers. */
  private record Written(
      TableDefinition table,
      Event event,
      BitSet columns,
      List<@Nullable Object[]> before,
      List<@Nullable Object[]> after) {}

  Triggers(Session session, Transaction transaction, TableDefinitions definitions) {
    this.session = session;
    this.transaction = transaction;
    this.definitions = definitions;
  }

  private static boolean none(TableDefinition table) {
    return table.layout().collection().triggers().isEmpty();
  }

  /** The triggers for an event by name, which is the order they fire in. */
  private static List<Trigger> of(
      TableDefinition table, Event event, Timing timing, boolean row, @Nullable BitSet changed) {
    Collection collection = table.layout().collection();
    List<Trigger> found = new ArrayList<>();
    for (Trigger trigger : collection.triggers()) {
      if (trigger.enabled()
          && trigger.timing() == timing
          && trigger.row() == row
          && trigger.events().contains(event)
          && concerns(collection, trigger, event, changed)) {
        found.add(trigger);
      }
    }
    found.sort(Comparator.comparing(Trigger::name));
    return found;
  }

  /** Whether an UPDATE assigns one of the columns that a trigger names. */
  private static boolean concerns(
      Collection collection, Trigger trigger, Event event, @Nullable BitSet changed) {
    if (event != Event.UPDATE || trigger.columns().isEmpty() || changed == null) {
      return true;
    }
    for (int i = 0; i < collection.columns().size(); i++) {
      if (changed.get(i) && trigger.columns().contains(collection.columns().get(i).id())) {
        return true;
      }
    }
    return false;
  }

  // ---- statements

  /** A statement begins to change a table in a way; once for each. */
  void begin(TableDefinition table, Event event, BitSet columns) {
    if (none(table)) {
      return;
    }
    Key key = new Key(table.layout().collection().id(), event);
    Written known = begun.get(key);
    if (known != null) {
      known.columns().or(columns);
      return;
    }
    begun.put(
        key,
        new Written(table, event, (BitSet) columns.clone(), new ArrayList<>(), new ArrayList<>()));
    for (Trigger trigger : of(table, event, Timing.BEFORE, false, columns)) {
      call(table, trigger, event, null, null, List.of(), List.of());
    }
  }

  // ---- rows

  /**
   * Fires BEFORE ROW; the new row may be changed in place.
   *
   * @return false where a trigger does not let it happen
   */
  boolean before(
      TableDefinition table,
      Event event,
      @Nullable Object @Nullable [] old,
      @Nullable Object @Nullable [] row,
      @Nullable BitSet changed) {
    if (none(table)) {
      return true;
    }
    begin(table, event, changed == null ? new BitSet() : changed);
    for (Trigger trigger : of(table, event, Timing.BEFORE, true, changed)) {
      @Nullable Object[] answer = call(table, trigger, event, old, row, List.of(), List.of());
      if (answer == null) {
        return false;
      }
      if (row != null && answer.length > 0) {
        System.arraycopy(answer, 0, row, 0, row.length);
      }
    }
    return true;
  }

  /** A row was changed: AFTER ROW fires at the end. */
  void after(
      TableDefinition table,
      Event event,
      @Nullable Object @Nullable [] old,
      @Nullable Object @Nullable [] row,
      @Nullable BitSet changed) {
    if (none(table)) {
      return;
    }
    @Nullable Object[] before = old == null ? null : old.clone();
    @Nullable Object[] now = row == null ? null : row.clone();
    for (Trigger trigger : of(table, event, Timing.AFTER, true, changed)) {
      waiting().add(new Pending(table, trigger, event, before, now));
    }
    Written written = begun.get(new Key(table.layout().collection().id(), event));
    if (written != null && hasTransitions(table)) {
      if (before != null) {
        written.before().add(before);
      }
      if (now != null) {
        written.after().add(now);
      }
    }
  }

  private Deque<Pending> waiting() {
    Deque<Pending> all = pending;
    if (all == null) {
      all = new ArrayDeque<>();
      pending = all;
    }
    return all;
  }

  private static boolean hasTransitions(TableDefinition table) {
    return table.layout().collection().triggers().stream()
        .anyMatch(trigger -> !trigger.oldTable().isEmpty() || !trigger.newTable().isEmpty());
  }

  // ---- the end

  /** Fires what waited; what that changes is a statement of its own. */
  void finish() {
    if (begun.isEmpty()) {
      return;
    }
    Deque<Pending> rows = waiting();
    while (!rows.isEmpty()) {
      Pending one = rows.remove();
      if (one.trigger().constraint() && one.trigger().initiallyDeferred()) {
        transaction.beforeCommit(() -> fire(one));
      } else {
        fire(one);
      }
    }
    List<Written> done = List.copyOf(begun.sequencedValues().reversed());
    begun.clear();
    for (Written written : done) {
      for (Trigger trigger :
          of(written.table(), written.event(), Timing.AFTER, false, written.columns())) {
        call(
            written.table(),
            trigger,
            written.event(),
            null,
            null,
            written.before(),
            written.after());
      }
    }
  }

  private void fire(Pending one) {
    Written written = begun.get(new Key(one.table().layout().collection().id(), one.event()));
    call(
        one.table(),
        one.trigger(),
        one.event(),
        one.before(),
        one.after(),
        written == null ? List.of() : written.before(),
        written == null ? List.of() : written.after());
  }

  private @Nullable Object @Nullable [] call(
      TableDefinition table,
      Trigger trigger,
      Event event,
      @Nullable Object @Nullable [] old,
      @Nullable Object @Nullable [] row,
      List<@Nullable Object[]> before,
      List<@Nullable Object[]> after) {
    RowExpressions compiler = definitions.compiler();
    return table
        .expressions()
        .required(compiler)
        .fire(
            session,
            new TriggerCall(table.layout().collection(), trigger, event, old, row, before, after));
  }
}
