package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.Sequence;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.AccessControl;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.From;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.records.RecordStatement;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.CommandShape;
import io.orbit.query.session.Commands;
import io.orbit.query.session.TableNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Definitions, rights and TRUNCATE, each in the session's transaction. */
public final class DefinitionCommands implements Commands {
  @Override
  public boolean knows(Statement statement) {
    return statement instanceof Definition
        || statement instanceof ObjectDefinition
        || statement instanceof AccessControl
        || statement instanceof Modification.Truncate;
  }

  @Override
  public Optional<CommandShape> shape(CommandContext context, Statement statement) {
    return Optional.of(CommandShape.COMMAND);
  }

  @Override
  public boolean needsTransaction(Statement statement) {
    return true;
  }

  @Override
  public Execution run(
      CommandContext context, Statement statement, List<? extends @Nullable Object> parameters) {
    if (context.transaction().options().readOnly()) {
      throw new OrbitException(
          ErrorCode.READ_ONLY_TRANSACTION,
          "cannot execute this statement in a read-only transaction");
    }
    return switch (statement) {
      case Definition definition -> define(context, definition);
      case ObjectDefinition definition -> ObjectCommands.run(context, definition);
      case AccessControl control -> control(context, control);
      case Modification.Truncate truncate -> truncate(context, truncate);
      default -> throw new IllegalArgumentException(statement.getClass().getName());
    };
  }

  private static Execution define(CommandContext context, Definition definition) {
    return switch (definition) {
      case Definition.CreateTable create -> Tables.create(context, create);
      case Definition.AlterTable alter -> new AlterTables(context).run(alter);
      case Definition.CreateIndex create -> Tables.createIndex(context, create);
      case Definition.CreateView create -> Tables.createView(context, create);
      case Definition.CreateSequence create -> createSequence(context, create);
      case Definition.AlterSequence alter -> alterSequence(context, alter);
      case Definition.CreateSchema create -> new Databases(context).createSchema(create);
      case Definition.CreateDatabase create -> new Databases(context).create(create);
      case Definition.AlterDatabase alter -> new Databases(context).alter(alter);
      case Definition.Drop drop -> new Drops(context, drop).run();
      case Definition.Comment comment -> new Databases(context).comment(comment);
    };
  }

  private static Execution control(CommandContext context, AccessControl control) {
    return switch (control) {
      case AccessControl.CreateRole create -> new Roles(context).create(create);
      case AccessControl.AlterRole alter -> new Roles(context).alter(alter);
      case AccessControl.RenameRole rename -> new Roles(context).rename(rename);
      case AccessControl.SetRoleSetting set -> new Roles(context).setting(set);
      case AccessControl.SetDatabaseSetting set -> new Databases(context).setting(set);
      case AccessControl.GrantRoles grant -> new Roles(context).membership(grant);
      case AccessControl.GrantPrivileges grant -> new Grants(context, grant).run();
    };
  }

  // ---- sequences

  private static Execution createSequence(
      CommandContext context, Definition.CreateSequence create) {
    refuseName(create.options());
    Schema schema = TableNames.target(context, create.name());
    context.session().require(schema, Privilege.CREATE);
    String name = create.name().getLast();
    if (Tables.exists(context, schema, name)) {
      if (create.ifNotExists()) {
        context
            .state()
            .notice("NOTICE", "42P07", "relation \"" + name + "\" already exists, skipping");
        return CommandExecution.done("CREATE SEQUENCE", -1);
      }
      throw Tables.duplicate(name);
    }
    CatalogEditor editor = context.services().catalog().edit(context.transaction());
    Sequences.define(
        context,
        schema,
        name,
        Sequences.parameters(
            create.options(),
            io.orbit.api.value.DataType.INT64,
            ownerTable(context, create.options())),
        editor);
    return CommandExecution.done("CREATE SEQUENCE", -1);
  }

  private static long ownerTable(CommandContext context, Definition.SequenceOptions options) {
    List<String> owned = options.ownedBy();
    if (owned.size() < 2) {
      return 0;
    }
    return TableNames.collection(context, owned.subList(0, owned.size() - 1), -1).id();
  }

  /** Only an identity column's sequence is named among its options. */
  private static void refuseName(Definition.SequenceOptions options) {
    if (!options.name().isEmpty()) {
      throw new OrbitException(ErrorCode.SYNTAX_ERROR, "invalid sequence option SEQUENCE NAME");
    }
  }

  private static Execution alterSequence(CommandContext context, Definition.AlterSequence alter) {
    refuseName(alter.options());
    Collection found = TableNames.find(context, alter.name()).orElse(null);
    if (found == null || found.kind() != Collection.Kind.SEQUENCE) {
      if (found == null && alter.ifExists()) {
        return CommandExecution.done("ALTER SEQUENCE", -1);
      }
      throw new OrbitException(
          found == null ? ErrorCode.UNDEFINED_TABLE : ErrorCode.WRONG_OBJECT_TYPE,
          found == null
              ? "relation \"" + String.join(".", alter.name()) + "\" does not exist"
              : "\"" + found.name() + "\" is not a sequence");
    }
    Owners.require(context, found);
    context.services().catalog().lock(context.transaction(), found.id(), true);
    Collection current = Owners.current(context, found);
    Sequence old = java.util.Objects.requireNonNull(current.sequence());
    Definition.SequenceOptions o = alter.options();
    Sequence changed = merged(old, o, ownerTable(context, o));
    context
        .services()
        .catalog()
        .edit(context.transaction())
        .put(SequenceCopies.with(current, changed));
    if (o.restart()) {
      Long value = o.restartWith();
      context
          .services()
          .sequences()
          .restart(
              context.transaction(),
              SequenceCopies.with(current, changed),
              value == null ? changed.start() : value);
    }
    return CommandExecution.done("ALTER SEQUENCE", -1);
  }

  private static Sequence merged(Sequence old, Definition.SequenceOptions o, long owner) {
    Long start = o.start();
    Long increment = o.increment();
    Long minimum = o.minimum();
    Long maximum = o.maximum();
    Long cache = o.cache();
    Boolean cycle = o.cycle();
    return new Sequence(
        old.type(),
        start == null ? old.start() : start,
        increment == null ? old.increment() : increment,
        minimum == null ? old.minimum() : minimum,
        maximum == null ? old.maximum() : maximum,
        cache == null ? old.cache() : cache,
        cycle == null ? old.cycle() : cycle,
        o.ownedBy().isEmpty() ? old.ownedBy() : owner);
  }

  // ---- TRUNCATE

  private static Execution truncate(CommandContext context, Modification.Truncate truncate) {
    List<Collection> tables = new ArrayList<>();
    for (From.Table table : truncate.tables()) {
      add(context, TableNames.collection(context, table.name(), table.position()), tables);
    }
    if (truncate.cascade()) {
      for (int i = 0; i < tables.size(); i++) {
        for (Collection other : context.catalog().referencing(tables.get(i).id())) {
          if (tables.stream().noneMatch(t -> t.id() == other.id())) {
            context
                .state()
                .notice("NOTICE", "00000", "truncate cascades to table \"" + other.name() + "\"");
            add(context, other, tables);
          }
        }
      }
    }
    RecordStatement statement =
        context.services().records().statement(context.session(), context.transaction());
    statement.truncate(tables, truncate.restartIdentity());
    statement.finish();
    return CommandExecution.done("TRUNCATE TABLE", -1);
  }

  private static void add(CommandContext context, Collection found, List<Collection> tables) {
    if (found.kind() != Collection.Kind.TABLE || found.isMaterializedView()) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE, "\"" + found.name() + "\" is not a table");
    }
    context.session().require(found, Privilege.TRUNCATE);
    context.services().catalog().lock(context.transaction(), found.id(), true);
    tables.add(Owners.current(context, found));
  }
}
