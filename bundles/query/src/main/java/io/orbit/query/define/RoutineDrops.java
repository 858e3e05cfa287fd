package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.ObjectDefinition.RoutineName;
import io.orbit.query.routine.RoutineText;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import java.util.ArrayList;
import java.util.List;

/** DROP of functions and procedures, with the triggers and views that stand on them. */
final class RoutineDrops {
  private final CommandContext context;
  private final ObjectDefinition.DropRoutine drop;
  private final CatalogEditor editor;
  private final ViewDependencies.Cascade cascade;

  RoutineDrops(CommandContext context, ObjectDefinition.DropRoutine drop) {
    this.context = context;
    this.drop = drop;
    editor = context.services().catalog().edit(context.transaction());
    cascade = new ViewDependencies.Cascade(context);
  }

  Execution run() {
    RoutineNames names = new RoutineNames(context);
    for (RoutineName name : drop.routines()) {
      Routine routine = names.find(drop.kind(), name);
      if (routine != null) {
        remove(routine);
      } else if (drop.ifExists()) {
        context
            .state()
            .notice(
                "NOTICE",
                "00000",
                drop.kind().name().toLowerCase(java.util.Locale.ROOT)
                    + " "
                    + (name.types() == null
                        ? String.join(".", name.name()) + "()"
                        : names.signature(name))
                    + " does not exist, skipping");
      } else {
        throw names.missing(drop.kind(), name);
      }
    }
    cascade.tell();
    return CommandExecution.done("DROP " + drop.kind(), -1);
  }

  private void remove(Routine routine) {
    Owners.require(context, routine);
    context.services().catalog().lock(context.transaction(), routine.id(), true);
    String what = Owners.kind(routine) + " " + RoutineText.signature(routine);
    List<String> dependents = new ArrayList<>();
    List<Collection> triggered = new ArrayList<>();
    for (Schema schema : context.catalog().schemas(routine.database())) {
      for (Collection table : context.catalog().collections(schema.id())) {
        for (Trigger trigger : table.triggers()) {
          if (trigger.routine() == routine.id()) {
            dependents.add("trigger " + trigger.name() + " on table " + table.name());
            triggered.add(table);
          }
        }
      }
    }
    List<Collection> views = ViewDependencies.using(context, routine);
    views.forEach(view -> dependents.add("view " + ViewDependencies.shown(context, view)));
    if (!dependents.isEmpty() && !drop.cascade()) {
      throw Drops.dependent(what, dependents.stream().map(one -> one + " depends on " + what));
    }
    for (Collection table : triggered) {
      context.services().catalog().lock(context.transaction(), table.id(), true);
      Collection current = Owners.current(context, table);
      List<Trigger> kept = new ArrayList<>(current.triggers());
      kept.removeIf(trigger -> trigger.routine() == routine.id());
      editor.put(Copies.withTriggers(current, kept));
    }
    dependents.stream().filter(one -> one.startsWith("trigger")).forEach(cascade::note);
    views.forEach(cascade::view);
    editor.remove(routine.id());
  }
}
