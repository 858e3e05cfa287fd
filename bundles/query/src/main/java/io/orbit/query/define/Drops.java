package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.Definition;
import io.orbit.query.bind.SearchPath;
import io.orbit.query.routine.RoutineText;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.TableNames;
import io.orbit.query.type.TemporarySchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** DROP of everything there is. */
final class Drops {
  private final CommandContext context;
  private final Definition.Drop drop;
  private final CatalogEditor editor;
  private final ViewDependencies.Cascade cascade;

  Drops(CommandContext context, Definition.Drop drop) {
    this.context = context;
    this.drop = drop;
    editor = context.services().catalog().edit(context.transaction());
    cascade = new ViewDependencies.Cascade(context);
  }

  Execution run() {
    for (List<String> name : drop.names()) {
      boolean found =
          switch (drop.kind()) {
            case TABLE -> collection(name, Collection.Kind.TABLE, false);
            case MATERIALIZED_VIEW -> collection(name, Collection.Kind.TABLE, true);
            case VIEW -> collection(name, Collection.Kind.VIEW, false);
            case SEQUENCE -> collection(name, Collection.Kind.SEQUENCE, false);
            case INDEX -> index(name);
            case SCHEMA -> schema(name.getLast());
            case DATABASE -> database(name.getLast());
            case ROLE -> role(name.getLast());
            case TYPE, DOMAIN -> type(name);
            default ->
                throw new OrbitException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "DROP " + shown() + " is not supported");
          };
      if (!found) {
        missing(name);
      }
    }
    cascade.tell();
    return CommandExecution.done("DROP " + shown(), -1);
  }

  private String shown() {
    return drop.kind().name().replace('_', ' ');
  }

  private void missing(List<String> name) {
    String kind =
        drop.kind() == Definition.ObjectKind.DOMAIN ? "type" : shown().toLowerCase(Locale.ROOT);
    String what = kind + " \"" + String.join(".", name) + "\"";
    if (drop.ifExists()) {
      context.state().notice("NOTICE", "00000", what + " does not exist, skipping");
      return;
    }
    ErrorCode code =
        switch (drop.kind()) {
          case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE -> ErrorCode.UNDEFINED_TABLE;
          case SCHEMA -> ErrorCode.UNDEFINED_SCHEMA;
          case DATABASE -> ErrorCode.UNDEFINED_DATABASE;
          default -> ErrorCode.UNDEFINED_OBJECT;
        };
    throw new OrbitException(code, what + " does not exist");
  }

  // ---- tables, views, sequences

  private boolean collection(List<String> name, Collection.Kind kind, boolean materialized) {
    Collection found = TableNames.find(context, name).orElse(null);
    if (found == null) {
      return false;
    }
    if (found.kind() != kind || found.isMaterializedView() != materialized) {
      String is = Owners.kind(found);
      throw new OrbitException(
              ErrorCode.WRONG_OBJECT_TYPE,
              "\"" + found.name() + "\" is not a " + shown().toLowerCase(Locale.ROOT))
          .withHint("Use DROP " + is.toUpperCase(Locale.ROOT) + " to remove a " + is + ".");
    }
    Owners.require(context, found);
    context.services().catalog().lock(context.transaction(), found.id(), true);
    remove(Owners.current(context, found), List.of());
    return true;
  }

  /**
   * @param together ids that go in the same statement
   */
  private void remove(Collection table, List<Long> together) {
    removeDependents(table, together);
    for (Column column : table.columns()) {
      if (column.sequence() != 0) {
        removeSequence(context, editor, column.sequence());
      }
    }
    if (table.kind() == Collection.Kind.SEQUENCE) {
      requireUnused(table);
    }
    table.indexes().forEach(index -> context.transaction().dropSpace(index.space()));
    if (table.space() != 0) {
      context.transaction().dropSpace(table.space());
    }
    editor.remove(table.id());
  }

  /** Constraints of other tables, and views; refused without CASCADE. */
  private void removeDependents(Collection table, List<Long> together) {
    String what = Owners.kind(table) + " " + ViewDependencies.shown(context, table);
    List<String> details = new ArrayList<>();
    for (Collection other : context.catalog().referencing(table.id())) {
      if (other.id() == table.id() || together.contains(other.id()) || named(other)) {
        continue;
      }
      for (ForeignKey key : other.foreignKeys()) {
        if (key.target() == table.id()) {
          String constraint =
              "constraint " + key.name() + " on table " + ViewDependencies.shown(context, other);
          details.add(constraint + " depends on " + what);
          cascade.note(constraint);
        }
      }
      if (drop.cascade()) {
        removeForeignKeys(context, editor, other, table.id());
      }
    }
    for (ViewDependencies.Dependent one : ViewDependencies.on(context, table)) {
      Collection view = one.view();
      if (together.contains(view.id()) || named(view)) {
        continue;
      }
      details.addAll(ViewDependencies.details(context, List.of(one), what));
      if (drop.cascade()) {
        cascade.view(view);
      }
    }
    if (!details.isEmpty() && !drop.cascade()) {
      throw dependent(what, details.stream());
    }
  }

  private boolean named(Collection other) {
    boolean relations =
        switch (drop.kind()) {
          case TABLE, VIEW, MATERIALIZED_VIEW -> true;
          default -> false;
        };
    return relations
        && drop.names().stream()
            .anyMatch(
                name ->
                    TableNames.find(context, name).filter(t -> t.id() == other.id()).isPresent());
  }

  private void requireUnused(Collection sequence) {
    for (Schema schema : context.catalog().schemas(sequence.database())) {
      for (Collection table : context.catalog().collections(schema.id())) {
        for (Column column : table.columns()) {
          if (column.sequence() == sequence.id() && !drop.cascade()) {
            throw dependent(
                "sequence " + sequence.name(),
                "default value for column "
                    + column.name()
                    + " of table "
                    + table.name()
                    + " depends on sequence "
                    + sequence.name());
          }
        }
      }
    }
  }

  private static OrbitException dependent(String what, String detail) {
    return dependent(what, Stream.of(detail));
  }

  static OrbitException dependent(String what, Stream<String> details) {
    return new OrbitException(
            ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop " + what + " because other objects depend on it")
        .withDetail(details.collect(Collectors.joining("\n")))
        .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
  }

  static void removeForeignKeys(
      CommandContext context, CatalogEditor editor, Collection table, long target) {
    context.services().catalog().lock(context.transaction(), table.id(), true);
    Collection current = Owners.current(context, table);
    List<ForeignKey> kept = new ArrayList<>(current.foreignKeys());
    kept.removeIf(key -> key.target() == target);
    TableBuilder builder = new TableBuilder(context, Owners.schema(context, current), current);
    builder.foreignKeys().clear();
    builder.foreignKeys().addAll(kept);
    editor.put(
        Copies.merged(
            current,
            builder.build(
                current.owner(),
                current.space(),
                current.open(),
                current.redis(),
                current.options())));
  }

  static void removeSequence(CommandContext context, CatalogEditor editor, long id) {
    context
        .catalog()
        .object(id)
        .ifPresent(
            object -> {
              if (object instanceof Collection sequence) {
                context.services().catalog().lock(context.transaction(), id, true);
                context.transaction().dropSpace(sequence.space());
                editor.remove(id);
              }
            });
  }

  // ---- types

  private boolean type(List<String> name) {
    UserType found = TypeCommands.find(context, name);
    if (found == null) {
      return false;
    }
    if (drop.kind() == Definition.ObjectKind.DOMAIN && found.type().domain() == null) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE, "\"" + found.name() + "\" is not a domain");
    }
    Owners.require(context, found);
    context.services().catalog().lock(context.transaction(), found.id(), true);
    TypeChanges changes = new TypeChanges(context);
    List<String> dependents = changes.dependents(found);
    if (!dependents.isEmpty() && !drop.cascade()) {
      throw dependent(
          "type " + found.name(),
          dependents.stream().map(one -> one + " depends on type " + found.name()));
    }
    dependents.forEach(cascade::note);
    changes.remove(found);
    return true;
  }

  // ---- indexes

  static Optional<Collection> tableOfIndex(CommandContext context, List<String> name) {
    long database = context.session().database().id();
    List<String> schemas =
        name.size() > 1
            ? List.of(TemporarySchema.resolve(context.session(), name.get(name.size() - 2)))
            : SearchPath.of(context.session());
    return schemas.stream()
        .flatMap(schema -> context.catalog().schema(database, schema).stream())
        .flatMap(s -> context.catalog().collectionOfIndex(s.id(), name.getLast()).stream())
        .findFirst();
  }

  private boolean index(List<String> name) {
    Collection found = tableOfIndex(context, name).orElse(null);
    if (found == null) {
      return false;
    }
    Owners.require(context, found);
    context.services().catalog().lock(context.transaction(), found.id(), true);
    Collection table = Owners.current(context, found);
    List<Index> kept = new ArrayList<>();
    for (Index index : table.indexes()) {
      if (!index.name().equals(name.getLast())) {
        kept.add(index);
        continue;
      }
      if (index.constraint()) {
        throw new OrbitException(
                ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                "cannot drop index "
                    + index.name()
                    + " because constraint "
                    + index.name()
                    + " on table "
                    + table.name()
                    + " requires it")
            .withHint(
                "You can drop constraint "
                    + index.name()
                    + " on table "
                    + table.name()
                    + " instead.");
      }
      context.transaction().dropSpace(index.space());
    }
    editor.put(Copies.withIndexes(table, kept));
    return true;
  }

  // ---- schemas, databases, roles

  private boolean schema(String name) {
    Schema schema = context.catalog().schema(context.session().database().id(), name).orElse(null);
    if (schema == null) {
      return false;
    }
    Owners.require(context, schema);
    context.services().catalog().lock(context.transaction(), schema.id(), true);
    dropContents(schema);
    editor.remove(schema.id());
    return true;
  }

  private void dropContents(Schema schema) {
    List<Collection> contents = context.catalog().collections(schema.id());
    List<CatalogObject> others = new ArrayList<>(context.catalog().types(schema.id()));
    others.addAll(context.catalog().routines(schema.id()));
    if (!(contents.isEmpty() && others.isEmpty()) && !drop.cascade()) {
      throw dependent(
          "schema " + schema.name(),
          Stream.concat(
                  others.stream().map(one -> shownIn(schema, one)),
                  contents.stream()
                      .map(one -> Owners.kind(one) + " " + ViewDependencies.shown(context, one)))
              .map(one -> one + " depends on schema " + schema.name()));
    }
    others.forEach(one -> cascade.note(shownIn(schema, one)));
    contents.forEach(
        one -> cascade.note(Owners.kind(one) + " " + ViewDependencies.shown(context, one)));
    List<Long> ids = contents.stream().map(CatalogObject::id).toList();
    for (Collection collection : contents) {
      if (context.catalog().object(collection.id()).isPresent()) {
        context.services().catalog().lock(context.transaction(), collection.id(), true);
        remove(Owners.current(context, collection), ids);
      }
    }
    for (CatalogObject other : others) {
      CatalogObject current = context.catalog().object(other.id()).orElse(null);
      if (current instanceof UserType type) {
        new TypeChanges(context).remove(type);
      } else if (current != null) {
        editor.remove(current.id());
      }
    }
  }

  private static String shownIn(Schema schema, CatalogObject object) {
    String name = schema.name() + "." + object.name();
    return object instanceof Routine routine
        ? Owners.kind(routine) + " " + name + RoutineText.types(routine)
        : Owners.kind(object) + " " + name;
  }

  private boolean database(String name) {
    Database database = context.catalog().database(name).orElse(null);
    if (database == null) {
      return false;
    }
    Owners.require(context, database);
    if (database.id() == context.session().database().id()) {
      throw new OrbitException(ErrorCode.OBJECT_IN_USE, "cannot drop the currently open database");
    }
    boolean inUse =
        context.services().sessions().list().stream()
            .anyMatch(session -> session.database().id() == database.id());
    if (inUse) {
      throw new OrbitException(
              ErrorCode.OBJECT_IN_USE, "database \"" + name + "\" is being accessed by other users")
          .withDetail("Its sessions have to end first.");
    }
    context.services().catalog().lock(context.transaction(), database.id(), true);
    for (Schema schema : context.catalog().schemas(database.id())) {
      for (Collection collection : context.catalog().collections(schema.id())) {
        collection.indexes().forEach(index -> context.transaction().dropSpace(index.space()));
        if (collection.space() != 0) {
          context.transaction().dropSpace(collection.space());
        }
        editor.remove(collection.id());
      }
      context.catalog().types(schema.id()).forEach(type -> editor.remove(type.id()));
      context.catalog().routines(schema.id()).forEach(routine -> editor.remove(routine.id()));
      editor.remove(schema.id());
    }
    database.keySpaces().forEach(context.transaction()::dropSpace);
    editor.remove(database.id());
    return true;
  }

  private boolean role(String name) {
    Role role = context.catalog().role(name).orElse(null);
    if (role == null) {
      return false;
    }
    Roles.requireCreateRole(context, "permission denied to drop role");
    if (role.id() == context.session().principal().roleId()
        || role.id() == context.session().sessionUser().roleId()) {
      throw new OrbitException(ErrorCode.OBJECT_IN_USE, "current user cannot be dropped");
    }
    requireOwnsNothing(role);
    context.services().catalog().lock(context.transaction(), role.id(), true);
    editor.remove(role.id());
    return true;
  }

  private void requireOwnsNothing(Role role) {
    for (Database database : context.catalog().databases()) {
      refuseOwned(role, database);
      for (Schema schema : context.catalog().schemas(database.id())) {
        refuseOwned(role, schema);
        context.catalog().collections(schema.id()).forEach(c -> refuseOwned(role, c));
        context.catalog().types(schema.id()).forEach(type -> refuseOwned(role, type));
        context.catalog().routines(schema.id()).forEach(routine -> refuseOwned(role, routine));
      }
    }
  }

  private static void refuseOwned(Role role, CatalogObject object) {
    if (object instanceof Collection table) {
      refuseInPolicies(role, table);
    }
    boolean granted = object.grants().stream().anyMatch(grant -> grant.grantee() == role.id());
    if (object.owner() == role.id() || granted) {
      throw new OrbitException(
              ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
              "role \"" + role.name() + "\" cannot be dropped because some objects depend on it")
          .withDetail(
              (granted ? "privileges for " : "owner of ")
                  + Owners.kind(object)
                  + " "
                  + object.name());
    }
  }

  private static void refuseInPolicies(Role role, Collection table) {
    for (Policy policy : table.rowSecurity().policies()) {
      if (policy.roles().contains(role.id())) {
        throw new OrbitException(
                ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                "role \"" + role.name() + "\" cannot be dropped because some objects depend on it")
            .withDetail("target of policy " + policy.name() + " on table " + table.name());
      }
    }
  }
}
