package io.orbit.query.define;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.DomainDefinition;
import io.orbit.api.value.EnumDefinition;
import io.orbit.api.value.TypeDefinition;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.TableNames;
import java.util.ArrayList;
import java.util.List;

/** RENAME, SET SCHEMA, OWNER TO and DROP of types and domains. */
final class TypeChanges {
  private final CommandContext context;

  TypeChanges(CommandContext context) {
    this.context = context;
  }

  Execution alter(ObjectDefinition.AlterObject alter) {
    TypeCommands types = new TypeCommands(context);
    UserType type = types.locked(alter.name());
    switch (alter.action()) {
      case RENAME -> {
        TypeDefinition renamed = renamed(type.type(), alter.value());
        put(type, alter.value(), type.owner(), type.schema(), DataType.of(renamed));
        TypeUses.replace(context, renamed);
      }
      case OWNER ->
          put(
              type,
              type.name(),
              RoleNames.require(context, alter.value()).id(),
              type.schema(),
              type.type());
      case SET_SCHEMA -> {
        Schema schema = TableNames.target(context, List.of(alter.value(), type.name()));
        context.session().require(schema, Privilege.CREATE);
        put(type, type.name(), type.owner(), schema.id(), type.type());
      }
    }
    return CommandExecution.done(
        "ALTER " + (alter.kind() == Definition.ObjectKind.DOMAIN ? "DOMAIN" : "TYPE"), -1);
  }

  private void put(UserType type, String name, long owner, long schema, DataType changed) {
    context
        .services()
        .catalog()
        .edit(context.transaction())
        .put(TypeCommands.copy(type, name, owner, type.grants(), schema, changed, type.comment()));
  }

  private static TypeDefinition renamed(DataType type, String name) {
    return switch (type.definition()) {
      case EnumDefinition labels -> new EnumDefinition(labels.id(), name, labels.labels());
      case DomainDefinition domain ->
          new DomainDefinition(
              domain.id(),
              name,
              domain.base(),
              domain.notNull(),
              domain.defaultText(),
              domain.checks());
      case CompositeDefinition composite ->
          new CompositeDefinition(composite.id(), name, composite.shape());
      case null -> throw new IllegalStateException("a user's type without definition");
    };
  }

  /** What stands on a type: {@code column m of table t}. */
  List<String> dependents(UserType type) {
    List<String> dependents = new ArrayList<>();
    TypeUses.tables(
        context,
        type.id(),
        table -> {
          for (Column column : table.columns()) {
            if (TypeUses.uses(column.type(), type.id())) {
              dependents.add(
                  "column "
                      + column.name()
                      + " of "
                      + Owners.kind(table)
                      + " "
                      + ViewDependencies.shown(context, table));
            }
          }
        });
    for (UserType other : TypeUses.types(context, type.id())) {
      dependents.add("type " + other.name());
    }
    for (Routine routine : TypeUses.routines(context, type.id())) {
      dependents.add(
          "function " + routine.name() + io.orbit.query.routine.RoutineText.types(routine));
    }
    return dependents;
  }

  /** Removes what stands on a type, and the type. */
  void remove(UserType type) {
    List<Collection> tables = new ArrayList<>();
    TypeUses.tables(context, type.id(), tables::add);
    for (Collection table : tables) {
      if (table.kind() == Collection.Kind.VIEW) {
        continue;
      }
      List<Definition.TableAction> actions = new ArrayList<>();
      for (Column column : table.columns()) {
        if (TypeUses.uses(column.type(), type.id())) {
          actions.add(new Definition.TableAction.DropColumn(column.name(), true, true));
        }
      }
      String schema = Owners.schema(context, table).name();
      new AlterTables(context)
          .run(
              new Definition.AlterTable(
                  Definition.ObjectKind.TABLE,
                  List.of(schema, table.name()),
                  false,
                  false,
                  actions,
                  -1));
    }
    for (UserType other : TypeUses.types(context, type.id())) {
      if (context.catalog().object(other.id()).isPresent()) {
        remove(other);
      }
    }
    var editor = context.services().catalog().edit(context.transaction());
    TypeUses.routines(context, type.id()).forEach(routine -> editor.remove(routine.id()));
    editor.remove(type.id());
  }
}
