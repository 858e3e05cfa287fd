package io.orbit.query.routine;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.Trigger;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.type.Quoting;
import io.orbit.query.type.UserTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Triggers as pg_get_triggerdef shows them. */
public final class TriggerText {
  private TriggerText() {}

  /** The statement that makes the trigger of that OID; null for no trigger. */
  public static @Nullable String definition(Evaluation evaluation, long oid, boolean pretty) {
    for (Schema schema : evaluation.catalog().schemas(evaluation.session().database().id())) {
      for (Collection table : evaluation.catalog().collections(schema.id())) {
        for (Trigger trigger : table.triggers()) {
          if (trigger.id() == oid) {
            return definition(evaluation, schema, table, trigger, pretty);
          }
        }
      }
    }
    return null;
  }

  private static String definition(
      Evaluation evaluation, Schema schema, Collection table, Trigger trigger, boolean pretty) {
    StringBuilder text = new StringBuilder("CREATE ");
    text.append(trigger.constraint() ? "CONSTRAINT " : "")
        .append("TRIGGER ")
        .append(Quoting.identifier(trigger.name()))
        .append(' ')
        .append(trigger.timing().name().replace('_', ' '))
        .append(' ')
        .append(events(table, trigger))
        .append(" ON ")
        .append(pretty ? "" : Quoting.identifier(schema.name()) + ".")
        .append(Quoting.identifier(table.name()));
    if (trigger.constraint()) {
      text.append(trigger.deferrable() ? " DEFERRABLE" : " NOT DEFERRABLE")
          .append(trigger.initiallyDeferred() ? " INITIALLY DEFERRED" : " INITIALLY IMMEDIATE");
    }
    if (!trigger.oldTable().isEmpty() || !trigger.newTable().isEmpty()) {
      text.append(" REFERENCING");
      text.append(trigger.oldTable().isEmpty() ? "" : " OLD TABLE AS " + trigger.oldTable());
      text.append(trigger.newTable().isEmpty() ? "" : " NEW TABLE AS " + trigger.newTable());
    }
    text.append(" FOR EACH ").append(trigger.row() ? "ROW" : "STATEMENT");
    if (!trigger.whenText().isEmpty()) {
      text.append(pretty ? " WHEN (" : " WHEN ((")
          .append(trigger.whenText())
          .append(pretty ? ")" : "))");
    }
    return text.append(" EXECUTE FUNCTION ")
        .append(function(evaluation, trigger))
        .append(
            trigger.arguments().stream()
                .map(argument -> "'" + argument.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "(", ")")))
        .toString();
  }

  /** With its schema where the search path does not lead to it. */
  private static String function(Evaluation evaluation, Trigger trigger) {
    if (!(evaluation.catalog().object(trigger.routine()).orElse(null) instanceof Routine routine)) {
      return "-";
    }
    boolean visible =
        UserTypes.schemas(evaluation.session(), evaluation.catalog(), List.of(routine.name()))
            .stream()
            .anyMatch(schema -> schema.id() == routine.schema());
    String name = Quoting.identifier(routine.name());
    return visible
        ? name
        : evaluation
                .catalog()
                .object(routine.schema())
                .map(schema -> Quoting.identifier(schema.name()) + ".")
                .orElse("")
            + name;
  }

  private static String events(Collection table, Trigger trigger) {
    List<String> events = new ArrayList<>();
    for (Trigger.Event event : trigger.events().stream().sorted(TriggerText::byOrder).toList()) {
      String columns =
          event != Trigger.Event.UPDATE || trigger.columns().isEmpty()
              ? ""
              : table.columns().stream()
                  .filter(column -> trigger.columns().contains(column.id()))
                  .map(Column::name)
                  .collect(Collectors.joining(", ", " OF ", ""));
      events.add(event + columns);
    }
    return String.join(" OR ", events);
  }

  /** INSERT, DELETE, UPDATE, TRUNCATE: PostgreSQL's order. */
  private static int byOrder(Trigger.Event one, Trigger.Event other) {
    List<Trigger.Event> order =
        List.of(
            Trigger.Event.INSERT,
            Trigger.Event.DELETE,
            Trigger.Event.UPDATE,
            Trigger.Event.TRUNCATE);
    return Integer.compare(order.indexOf(one), order.indexOf(other));
  }
}
