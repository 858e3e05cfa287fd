package io.orbit.query.define;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.ObjectDefinition.RoutineKind;
import io.orbit.api.query.tree.ObjectDefinition.RoutineName;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.TableNames;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CREATE, ALTER, DROP, ENABLE and DISABLE of triggers. */
final class TriggerCommands {
  private final CommandContext context;

  TriggerCommands(CommandContext context) {
    this.context = context;
  }

  Execution create(ObjectDefinition.CreateTrigger create) {
    Collection table = locked(create.table(), create.position());
    context.session().require(table, Privilege.TRIGGER);
    requirePossible(table, create);
    List<Trigger> triggers = new ArrayList<>(table.triggers());
    Trigger old = find(table, create.name());
    if (old != null) {
      if (!create.orReplace()) {
        throw new OrbitException(
            ErrorCode.DUPLICATE_OBJECT,
            "trigger \""
                + create.name()
                + "\" for relation \""
                + table.name()
                + "\" already exists");
      }
      triggers.remove(old);
    }
    Trigger trigger =
        new Trigger(
            old == null
                ? context.services().catalog().edit(context.transaction()).newId()
                : old.id(),
            create.name(),
            Trigger.Timing.valueOf(create.timing().name()),
            events(create),
            columns(table, create),
            create.row(),
            create.whenText(),
            function(create).id(),
            create.arguments(),
            create.oldTable(),
            create.newTable(),
            create.constraint(),
            create.deferrable(),
            create.initiallyDeferred(),
            true,
            "");
    triggers.add(trigger);
    if (!trigger.whenText().isEmpty()) {
      context.services().routines().triggers().check(context.session(), table, trigger);
    }
    put(table, triggers);
    return CommandExecution.done("CREATE TRIGGER", -1);
  }

  private static Set<Trigger.Event> events(ObjectDefinition.CreateTrigger create) {
    EnumSet<Trigger.Event> events = EnumSet.noneOf(Trigger.Event.class);
    for (ObjectDefinition.TriggerEvent event : create.events()) {
      if (!events.add(Trigger.Event.valueOf(event.name()))) {
        throw new OrbitException(ErrorCode.SYNTAX_ERROR, "duplicate trigger events specified")
            .at(create.position());
      }
    }
    return Set.copyOf(events);
  }

  private static List<Integer> columns(Collection table, ObjectDefinition.CreateTrigger create) {
    return create.columns().stream()
        .map(
            name ->
                table
                    .column(name)
                    .map(Column::id)
                    .orElseThrow(
                        () ->
                            new OrbitException(
                                ErrorCode.UNDEFINED_COLUMN,
                                "column \""
                                    + name
                                    + "\" of relation \""
                                    + table.name()
                                    + "\" does not exist")))
        .toList();
  }

  private static void requirePossible(Collection table, ObjectDefinition.CreateTrigger create) {
    boolean insteadOf = create.timing() == ObjectDefinition.TriggerTiming.INSTEAD_OF;
    if (table.kind() == Collection.Kind.VIEW) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "triggers on views are not supported");
    }
    if (table.kind() != Collection.Kind.TABLE || table.isMaterializedView()) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE, "relation \"" + table.name() + "\" cannot have triggers");
    }
    if (insteadOf) {
      throw new OrbitException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + table.name() + "\" is a table")
          .withDetail("Tables cannot have INSTEAD OF triggers.");
    }
    boolean truncates = create.events().contains(ObjectDefinition.TriggerEvent.TRUNCATE);
    if (truncates && create.row()) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "TRUNCATE FOR EACH ROW triggers are not supported");
    }
    boolean transitions = !create.oldTable().isEmpty() || !create.newTable().isEmpty();
    if (transitions && create.timing() != ObjectDefinition.TriggerTiming.AFTER) {
      throw new OrbitException(
          ErrorCode.INVALID_OBJECT_DEFINITION,
          "transition table name can only be specified for an AFTER trigger");
    }
    if (transitions && create.events().size() > 1) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "transition tables cannot be specified for triggers with more than one event");
    }
  }

  private Routine function(ObjectDefinition.CreateTrigger create) {
    RoutineNames names = new RoutineNames(context);
    RoutineName name = new RoutineName(create.function(), List.of(), create.position());
    Routine routine = names.find(RoutineKind.FUNCTION, name);
    if (routine == null) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_FUNCTION,
          "function " + String.join(".", create.function()) + "() does not exist");
    }
    if (!routine.trigger()) {
      throw new OrbitException(
          ErrorCode.INVALID_OBJECT_DEFINITION,
          "function " + routine.name() + " must return type trigger");
    }
    context.session().require(routine, Privilege.EXECUTE);
    return routine;
  }

  // ---- others

  Execution drop(ObjectDefinition.DropTrigger drop) {
    Collection found = TableNames.find(context, drop.table()).orElse(null);
    Trigger trigger = found == null ? null : find(found, drop.name());
    if (found == null || trigger == null) {
      if (drop.ifExists()) {
        context
            .state()
            .notice(
                "NOTICE",
                "00000",
                found == null
                    ? "relation \"" + String.join(".", drop.table()) + "\" does not exist, skipping"
                    : "trigger \""
                        + drop.name()
                        + "\" for relation \""
                        + found.name()
                        + "\" does not exist, skipping");
        return CommandExecution.done("DROP TRIGGER", -1);
      }
      if (found == null) {
        TableNames.collection(context, drop.table(), drop.position());
      }
      throw missing(drop.name(), drop.table().getLast());
    }
    Owners.require(context, found);
    Collection table = locked(drop.table(), drop.position());
    List<Trigger> kept = new ArrayList<>(table.triggers());
    kept.removeIf(one -> one.name().equals(drop.name()));
    put(table, kept);
    return CommandExecution.done("DROP TRIGGER", -1);
  }

  private static OrbitException missing(String name, String table) {
    return new OrbitException(
        ErrorCode.UNDEFINED_OBJECT,
        "trigger \"" + name + "\" for table \"" + table + "\" does not exist");
  }

  Execution rename(ObjectDefinition.RenameTrigger rename) {
    Collection table = locked(rename.table(), rename.position());
    Owners.require(context, table);
    Trigger trigger = find(table, rename.name());
    if (trigger == null) {
      throw missing(rename.name(), table.name());
    }
    if (find(table, rename.to()) != null) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_OBJECT,
          "trigger \"" + rename.to() + "\" for relation \"" + table.name() + "\" already exists");
    }
    List<Trigger> triggers = new ArrayList<>(table.triggers());
    triggers.replaceAll(
        one -> one.id() == trigger.id() ? with(one, rename.to(), one.enabled()) : one);
    put(table, triggers);
    return CommandExecution.done("ALTER TRIGGER", -1);
  }

  Execution enable(ObjectDefinition.EnableTrigger enable) {
    Collection table = locked(enable.table(), enable.position());
    Owners.require(context, table);
    String name = enable.name();
    if (name != null && find(table, name) == null) {
      throw missing(name, table.name());
    }
    List<Trigger> triggers = new ArrayList<>(table.triggers());
    triggers.replaceAll(
        one ->
            name == null || one.name().equals(name)
                ? with(one, one.name(), enable.enabled())
                : one);
    put(table, triggers);
    return CommandExecution.done("ALTER TABLE", -1);
  }

  private static Trigger with(Trigger t, String name, boolean enabled) {
    return new Trigger(
        t.id(),
        name,
        t.timing(),
        t.events(),
        t.columns(),
        t.row(),
        t.whenText(),
        t.routine(),
        t.arguments(),
        t.oldTable(),
        t.newTable(),
        t.constraint(),
        t.deferrable(),
        t.initiallyDeferred(),
        enabled,
        t.comment());
  }

  // ---- shared

  private Collection locked(List<String> name, int position) {
    Collection found = TableNames.collection(context, name, position);
    context.services().catalog().lock(context.transaction(), found.id(), true);
    return Owners.current(context, found);
  }

  private static @Nullable Trigger find(Collection table, String name) {
    return table.triggers().stream()
        .filter(trigger -> trigger.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private void put(Collection table, List<Trigger> triggers) {
    context
        .services()
        .catalog()
        .edit(context.transaction())
        .put(Copies.withTriggers(table, triggers));
  }
}
