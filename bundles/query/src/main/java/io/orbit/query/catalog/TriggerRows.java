package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.value.DataType;
import io.orbit.query.routine.RoutineText;
import java.nio.charset.StandardCharsets;

/** Triggers: pg_trigger and information_schema.triggers. */
final class TriggerRows {
  private static final int ROW = 1;
  private static final int BEFORE = 2;
  private static final int INSERT = 4;
  private static final int DELETE = 8;
  private static final int UPDATE = 16;
  private static final int TRUNCATE = 32;
  private static final int INSTEAD = 64;

  private TriggerRows() {}

  /** pg_trigger. */
  static void catalog(SystemView view, SystemRows rows) {
    for (Collection table : view.collections()) {
      for (Trigger trigger : table.triggers()) {
        rows.row()
            .put("oid", trigger.id())
            .put("tgrelid", table.id())
            .put("tgname", trigger.name())
            .put("tgfoid", trigger.routine())
            .put("tgtype", type(trigger))
            .put("tgenabled", trigger.enabled() ? 'O' : 'D')
            .put("tgisinternal", false)
            .put("tgdeferrable", trigger.deferrable())
            .put("tginitdeferred", trigger.initiallyDeferred())
            .put("tgnargs", trigger.arguments().size())
            .put("tgattr", SystemRows.vector(trigger.columns(), DataType.INT16))
            .put("tgargs", arguments(trigger))
            .put("tgoldtable", trigger.oldTable().isEmpty() ? null : trigger.oldTable())
            .put("tgnewtable", trigger.newTable().isEmpty() ? null : trigger.newTable());
      }
    }
  }

  private static int type(Trigger trigger) {
    int type = trigger.row() ? ROW : 0;
    type |=
        switch (trigger.timing()) {
          case BEFORE -> BEFORE;
          case AFTER -> 0;
          case INSTEAD_OF -> INSTEAD;
        };
    for (Trigger.Event event : trigger.events()) {
      type |=
          switch (event) {
            case INSERT -> INSERT;
            case UPDATE -> UPDATE;
            case DELETE -> DELETE;
            case TRUNCATE -> TRUNCATE;
          };
    }
    return type;
  }

  /** Each argument with a zero byte behind it. */
  private static byte[] arguments(Trigger trigger) {
    StringBuilder text = new StringBuilder();
    trigger.arguments().forEach(argument -> text.append(argument).append('\0'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** information_schema.triggers: one row for each event. */
  static void information(SystemView view, SystemRows rows) {
    String database = view.database().name();
    for (Collection table : view.collections()) {
      String schema = view.schemaName(table.schema());
      for (Trigger trigger : table.triggers()) {
        for (Trigger.Event event : trigger.events().stream().sorted().toList()) {
          if (event == Trigger.Event.TRUNCATE) {
            continue;
          }
          rows.row()
              .put("trigger_catalog", database)
              .put("trigger_schema", schema)
              .put("trigger_name", trigger.name())
              .put("event_manipulation", event.name())
              .put("event_object_catalog", database)
              .put("event_object_schema", schema)
              .put("event_object_table", table.name())
              .put("action_condition", trigger.whenText().isEmpty() ? null : trigger.whenText())
              .put("action_statement", "EXECUTE FUNCTION " + function(view, trigger))
              .put("action_orientation", trigger.row() ? "ROW" : "STATEMENT")
              .put("action_timing", trigger.timing().name().replace('_', ' '));
        }
      }
    }
  }

  private static String function(SystemView view, Trigger trigger) {
    return view.catalog().object(trigger.routine()).orElse(null)
            instanceof io.orbit.api.catalog.Routine routine
        ? RoutineText.signature(routine)
        : "-";
  }
}
