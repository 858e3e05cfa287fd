package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.AccessControl;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** CREATE and ALTER DATABASE, CREATE SCHEMA, sequences, COMMENT. */
final class Databases {
  private static final int REDIS_DATABASES = 16;

  private final CommandContext context;
  private final CatalogEditor editor;

  Databases(CommandContext context) {
    this.context = context;
    editor = context.services().catalog().edit(context.transaction());
  }

  Execution create(Definition.CreateDatabase create) {
    if (context.session().inExplicitTransaction()) {
      throw new OrbitException(
          ErrorCode.ACTIVE_TRANSACTION, "CREATE DATABASE cannot run inside a transaction block");
    }
    boolean allowed =
        context.session().principal().superuser()
            || context
                .catalog()
                .role(context.session().principal().name())
                .map(Role::createDatabase)
                .orElse(false);
    if (!allowed) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied to create database");
    }
    if (context.catalog().database(create.name()).isPresent()) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_DATABASE, "database \"" + create.name() + "\" already exists");
    }
    String ownerName = create.options().get("owner");
    long owner =
        ownerName == null
            ? context.session().principal().roleId()
            : RoleNames.require(context, ownerName).id();
    String engine = context.session().database().engine();
    SpaceOptions options = new SpaceOptions(false, engine);
    List<Integer> keySpaces =
        IntStream.range(0, REDIS_DATABASES)
            .mapToObj(i -> context.transaction().createSpace(options))
            .toList();
    long id = editor.newId();
    editor.put(
        new Database(
            id,
            create.name(),
            0,
            owner,
            Grant.ofNewDatabase(owner),
            engine,
            keySpaces,
            Map.of(),
            ""));
    editor.put(
        new Schema(
            editor.newId(),
            "public",
            0,
            owner,
            Grant.ofPublicSchema(owner),
            id,
            "standard public schema"));
    return CommandExecution.done("CREATE DATABASE", -1);
  }

  /** A database of which one is the owner, locked. */
  private Database owned(String name) {
    Database found =
        context
            .catalog()
            .database(name)
            .orElseThrow(
                () ->
                    new OrbitException(
                        ErrorCode.UNDEFINED_DATABASE, "database \"" + name + "\" does not exist"));
    Owners.require(context, found);
    context.services().catalog().lock(context.transaction(), found.id(), true);
    return found;
  }

  /** What its sessions begin with from now on. */
  Execution setting(AccessControl.SetDatabaseSetting set) {
    Database found = owned(set.database());
    editor.put(
        new Database(
            found.id(),
            found.name(),
            0,
            found.owner(),
            found.grants(),
            found.engine(),
            found.keySpaces(),
            Map.copyOf(Roles.changed(found.settings(), set.setting(), set.values())),
            found.comment()));
    return CommandExecution.done("ALTER DATABASE", -1);
  }

  Execution alter(Definition.AlterDatabase alter) {
    Database found = owned(alter.name());
    String name = alter.renameTo();
    String owner = alter.owner();
    Map<String, String> settings = new HashMap<>(found.settings());
    settings.putAll(alter.options());
    String engine = settings.remove(Engines.SETTING);
    if (engine != null) {
      Engines.require(context, engine);
    }
    editor.put(
        new Database(
            found.id(),
            name == null ? found.name() : name,
            0,
            owner == null ? found.owner() : RoleNames.require(context, owner).id(),
            found.grants(),
            engine == null ? found.engine() : engine,
            found.keySpaces(),
            Map.copyOf(settings),
            found.comment()));
    return CommandExecution.done("ALTER DATABASE", -1);
  }

  Execution createSchema(Definition.CreateSchema create) {
    Database database = context.session().database();
    context.session().require(database, Privilege.CREATE);
    String authorization = create.authorization();
    Role owner =
        authorization == null
            ? RoleNames.require(context, context.session().principal().name())
            : RoleNames.require(context, authorization);
    String given = create.name();
    String name = given == null ? owner.name() : given;
    boolean taken =
        context.catalog().schema(database.id(), name).isPresent()
            || context.services().virtualTables().hasSchema(name);
    if (taken) {
      if (create.ifNotExists()) {
        context
            .state()
            .notice("NOTICE", "42P06", "schema \"" + name + "\" already exists, skipping");
        return CommandExecution.done("CREATE SCHEMA", -1);
      }
      throw new OrbitException(
          ErrorCode.DUPLICATE_SCHEMA, "schema \"" + name + "\" already exists");
    }
    if (name.startsWith("pg_")) {
      throw new OrbitException(ErrorCode.RESERVED_NAME, "unacceptable schema name \"" + name + "\"")
          .withDetail("The prefix \"pg_\" is reserved for system schemas.");
    }
    editor.put(new Schema(editor.newId(), name, 0, owner.id(), List.of(), database.id(), ""));
    for (Statement element : create.elements()) {
      context.execute(context.prepare(element, List.of(), 0), List.of()).next(1);
    }
    return CommandExecution.done("CREATE SCHEMA", -1);
  }

  // ---- COMMENT

  Execution comment(Definition.Comment comment) {
    String given = comment.text();
    String text = given == null ? "" : given;
    switch (comment.kind()) {
      case TABLE, VIEW, SEQUENCE -> {
        Collection table =
            io.orbit.query.session.TableNames.collection(
                context, comment.name(), comment.position());
        editor.put(Copies.commented(owned(table), text));
      }
      case COLUMN -> {
        List<String> name = comment.name();
        Collection table =
            owned(
                io.orbit.query.session.TableNames.collection(
                    context, name.subList(0, name.size() - 1), comment.position()));
        if (table.column(name.getLast()).isEmpty()) {
          throw new OrbitException(
              ErrorCode.UNDEFINED_COLUMN,
              "column \""
                  + name.getLast()
                  + "\" of relation \""
                  + table.name()
                  + "\" does not exist");
        }
        TableBuilder builder = new TableBuilder(context, Owners.schema(context, table), table);
        builder
            .columns()
            .replaceAll(c -> c.name().equals(name.getLast()) ? Columns.commented(c, text) : c);
        editor.put(
            Copies.merged(
                table,
                builder.build(
                    table.owner(), table.space(), table.open(), table.redis(), table.options())));
      }
      default ->
          throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "COMMENT ON " + comment.kind().name().replace('_', ' ') + " is not supported");
    }
    return CommandExecution.done("COMMENT", -1);
  }

  private Collection owned(Collection collection) {
    Owners.require(context, collection);
    context.services().catalog().lock(context.transaction(), collection.id(), true);
    return Owners.current(context, collection);
  }
}
