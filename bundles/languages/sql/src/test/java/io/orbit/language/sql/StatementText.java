package io.orbit.language.sql;

import static io.orbit.language.sql.TreeText.NONE;
import static io.orbit.language.sql.TreeText.list;
import static io.orbit.language.sql.TreeText.name;
import static io.orbit.language.sql.TreeText.optional;
import static io.orbit.language.sql.TreeText.quoted;

import io.orbit.api.query.tree.AccessControl;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Definition.ConstraintClause;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.query.tree.Modification.Assignment;
import io.orbit.api.query.tree.Modification.MergeAction;
import io.orbit.api.query.tree.Modification.Overriding;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.SessionControl;
import io.orbit.api.query.tree.SortKey;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.Utility;
import java.util.List;
import java.util.Locale;

/** Writes statements as S-expressions, in the form that tree.cjs gives PostgreSQL's. */
final class StatementText {
  private StatementText() {}

  static String statement(Statement statement) {
    return switch (statement) {
      case Query query -> TreeText.query(query);
      case Modification modification -> modification(modification);
      case Definition definition -> definition(definition);
      case ObjectDefinition other -> throw new IllegalArgumentException(other.toString());
      case AccessControl access -> access(access);
      case SessionControl session -> session(session);
      case Utility utility -> utility(utility);
    };
  }

  // Changes

  private static String modification(Modification modification) {
    return switch (modification) {
      case Modification.Insert insert ->
          "(insert "
              + TreeText.with(insert.with())
              + " (table "
              + name(insert.table())
              + " "
              + (insert.alias() == null ? NONE : "(as " + quoted(insert.alias()) + " ())")
              + ") "
              + list(insert.columns(), StatementText::target)
              + overriding(insert.overriding())
              + " "
              + optional(insert.source(), TreeText::query)
              + " "
              + optional(insert.onConflict(), StatementText::conflict)
              + " "
              + list(insert.returning(), TreeText::item)
              + ")";
      case Modification.Update update ->
          "(update "
              + TreeText.with(update.with())
              + " "
              + TreeText.table(update.table())
              + " "
              + assignments(update.assignments())
              + " "
              + list(update.from(), TreeText::from)
              + " "
              + optional(update.where(), TreeText::expression)
              + " "
              + list(update.returning(), TreeText::item)
              + ")";
      case Modification.Delete delete ->
          "(delete "
              + TreeText.with(delete.with())
              + " "
              + TreeText.table(delete.table())
              + " "
              + list(delete.using(), TreeText::from)
              + " "
              + optional(delete.where(), TreeText::expression)
              + " "
              + list(delete.returning(), TreeText::item)
              + ")";
      case Modification.Merge merge ->
          "(merge "
              + TreeText.with(merge.with())
              + " "
              + TreeText.table(merge.target())
              + " "
              + TreeText.from(merge.source())
              + " "
              + TreeText.expression(merge.on())
              + " "
              + list(merge.branches(), StatementText::mergeWhen)
              + " "
              + list(merge.returning(), TreeText::item)
              + ")";
      case Modification.Truncate truncate ->
          "(truncate "
              + list(truncate.tables(), TreeText::table)
              + (truncate.restartIdentity() ? " restart" : "")
              + (truncate.cascade() ? " cascade" : "")
              + ")";
    };
  }

  private static String target(Modification.Target target) {
    StringBuilder text = new StringBuilder(quoted(target.column()));
    target.indexes().forEach(index -> text.append(TreeText.index(index)));
    target.fields().forEach(field -> text.append(field.equals("*") ? " .*" : " ." + quoted(field)));
    return text.toString();
  }

  private static String overriding(Overriding overriding) {
    return overriding == Overriding.NONE ? "" : " " + overriding.name().toLowerCase(Locale.ROOT);
  }

  private static String assignments(List<Assignment> assignments) {
    return list(
        assignments,
        assignment ->
            switch (assignment) {
              case Assignment.Single single ->
                  "(set "
                      + target(single.target())
                      + " "
                      + TreeText.expression(single.value())
                      + ")";
              case Assignment.Multiple multiple ->
                  "(set "
                      + list(multiple.targets(), StatementText::target)
                      + " "
                      + TreeText.expression(multiple.source())
                      + ")";
            });
  }

  private static String conflict(Modification.OnConflict conflict) {
    return "(conflict "
        + list(conflict.elements(), element -> TreeText.expression(element.expression()))
        + " "
        + optional(conflict.indexPredicate(), TreeText::expression)
        + " "
        + optional(conflict.constraint(), TreeText::quoted)
        + " "
        + optional(conflict.update(), StatementText::assignments)
        + " "
        + optional(conflict.updateWhere(), TreeText::expression)
        + ")";
  }

  private static String mergeWhen(Modification.MergeWhen when) {
    String action =
        switch (when.action()) {
          case MergeAction.DoNothing ignored -> "nothing";
          case MergeAction.DoDelete ignored -> "delete";
          case MergeAction.DoUpdate update -> assignments(update.assignments());
          case MergeAction.DoInsert insert ->
              "(insert "
                  + list(insert.columns(), StatementText::target)
                  + overriding(insert.overriding())
                  + " "
                  + optional(insert.values(), values -> list(values, TreeText::expression))
                  + ")";
        };
    return "("
        + when.kind().name().toLowerCase(Locale.ROOT)
        + " "
        + optional(when.condition(), TreeText::expression)
        + " "
        + action
        + ")";
  }

  // Definitions

  private static String definition(Definition definition) {
    return switch (definition) {
      case Definition.CreateTable table -> createTable(table);
      case Definition.AlterTable alter ->
          "(altertable "
              + (alter.kind() == Definition.ObjectKind.SCHEMA ? "" : name(alter.name()) + " ")
              + alter.actions().size()
              + ")";
      case Definition.CreateIndex index ->
          "(createindex "
              + optional(index.name(), TreeText::quoted)
              + " "
              + name(index.table())
              + (index.unique() ? " unique" : "")
              + " "
              + list(index.elements(), StatementText::indexElement)
              + " "
              + optional(index.predicate(), TreeText::expression)
              + ")";
      case Definition.CreateView view ->
          view.materialized()
              ? "(creatematview "
                  + name(view.name())
                  + " "
                  + list(view.columns(), TreeText::quoted)
                  + " "
                  + TreeText.query(view.query())
                  + (view.withNoData() ? " nodata" : "")
                  + ")"
              : "(createview "
                  + name(view.name())
                  + (view.orReplace() ? " replace" : "")
                  + " "
                  + list(view.columns(), TreeText::quoted)
                  + ")";
      case Definition.CreateSequence sequence -> "(createsequence " + name(sequence.name()) + ")";
      case Definition.AlterSequence sequence -> "(altersequence " + name(sequence.name()) + ")";
      case Definition.CreateSchema schema ->
          "(createschema "
              + optional(schema.name(), TreeText::quoted)
              + " "
              + list(schema.elements(), StatementText::statement)
              + ")";
      case Definition.CreateDatabase database -> "(createdatabase " + quoted(database.name()) + ")";
      case Definition.AlterDatabase ignored -> "(alterdatabase)";
      case Definition.Drop drop ->
          "(drop "
              + dropped(drop.kind())
              + " "
              + list(drop.names(), TreeText::dotted)
              + (drop.ifExists() ? " if_exists" : "")
              + (drop.cascade() ? " cascade" : "")
              + ")";
      case Definition.Comment comment ->
          "(comment " + optional(comment.text(), TreeText::quoted) + ")";
    };
  }

  private static String dropped(Definition.ObjectKind kind) {
    return kind == Definition.ObjectKind.MATERIALIZED_VIEW
        ? "matview"
        : kind.name().toLowerCase(Locale.ROOT);
  }

  private static String createTable(Definition.CreateTable table) {
    if (table.query() != null) {
      return "(createtableas "
          + name(table.name())
          + " "
          + list(table.columnNames(), TreeText::quoted)
          + " "
          + TreeText.query(table.query())
          + (table.withNoData() ? " nodata" : "")
          + ")";
    }
    return "(createtable "
        + name(table.name())
        + " "
        + list(table.columns(), StatementText::column)
        + " "
        + list(table.constraints(), StatementText::constraint)
        + " "
        + list(table.likes(), like -> name(like.table()))
        + ")";
  }

  private static String column(Definition.ColumnClause column) {
    return "(column "
        + quoted(column.name())
        + " "
        + TreeText.type(column.type())
        + " "
        + (column.collation().isEmpty() ? NONE : TreeText.dotted(column.collation()))
        + " "
        + list(column.constraints(), StatementText::constraint)
        + ")";
  }

  private static String constraint(ConstraintClause constraint) {
    String named = optional(constraint.name(), TreeText::quoted);
    return switch (constraint) {
      case ConstraintClause.NotNull ignored -> "(notnull " + named + ")";
      case ConstraintClause.Nullability ignored -> "(null " + named + ")";
      case ConstraintClause.DefaultValue value ->
          "(default " + named + " " + TreeText.expression(value.value()) + ")";
      case ConstraintClause.Generated value ->
          "(generated " + named + " " + TreeText.expression(value.value()) + ")";
      case ConstraintClause.Check check ->
          "(check " + named + " " + TreeText.expression(check.condition()) + ")";
      case ConstraintClause.Identity ignored -> "(identity " + named + ")";
      case ConstraintClause.Key key ->
          "("
              + (key.primary() ? "primary " : "unique ")
              + named
              + " "
              + list(key.columns(), TreeText::quoted)
              + ")";
      case ConstraintClause.ForeignKey key ->
          "(foreign "
              + named
              + " "
              + list(key.columns(), TreeText::quoted)
              + " "
              + name(key.table())
              + " "
              + list(key.referenced(), TreeText::quoted)
              + " "
              + key.match().name().toLowerCase(Locale.ROOT).charAt(0)
              + " "
              + action(key.onUpdate())
              + " "
              + action(key.onDelete())
              + ")";
    };
  }

  private static String action(Definition.ReferentialAction action) {
    return switch (action) {
      case NO_ACTION -> "a";
      case RESTRICT -> "r";
      case CASCADE -> "c";
      case SET_NULL -> "n";
      case SET_DEFAULT -> "d";
    };
  }

  private static String indexElement(Definition.IndexElement element) {
    String direction = element.direction() == SortKey.Direction.DESCENDING ? "desc" : "asc";
    return "("
        + direction
        + TreeText.nulls(element.nulls())
        + " "
        + TreeText.expression(element.expression())
        + " "
        + TreeText.dotted(element.collation())
        + " "
        + TreeText.dotted(element.opclass())
        + ")";
  }

  // Access, session, utility

  private static String access(AccessControl access) {
    return switch (access) {
      case AccessControl.CreateRole role -> "(createrole " + quoted(role.name()) + ")";
      case AccessControl.AlterRole ignored -> "(alterrole)";
      case AccessControl.RenameRole role ->
          "(renamerole " + quoted(role.name()) + " " + quoted(role.to()) + ")";
      case AccessControl.SetRoleSetting ignored -> "(alterroleset)";
      case AccessControl.SetDatabaseSetting ignored -> "(alterdatabase)";
      case AccessControl.GrantPrivileges grant ->
          "("
              + (grant.grant() ? "grant " : "revoke ")
              + (grant.privileges().getFirst().name().equals("ALL")
                      && grant.privileges().getFirst().columns().isEmpty()
                  ? 0
                  : grant.privileges().size())
              + " "
              + grant.grantees().size()
              + ")";
      case AccessControl.GrantRoles grant ->
          "("
              + (grant.grant() ? "grantrole " : "revokerole ")
              + grant.roles().size()
              + " "
              + grant.grantees().size()
              + ")";
    };
  }

  private static String session(SessionControl session) {
    return switch (session) {
      case SessionControl.Begin ignored -> "(begin)";
      case SessionControl.Commit commit -> "(commit" + (commit.chain() ? " chain)" : ")");
      case SessionControl.Rollback rollback -> "(rollback" + (rollback.chain() ? " chain)" : ")");
      case SessionControl.Savepoint savepoint -> "(savepoint " + quoted(savepoint.name()) + ")";
      case SessionControl.ReleaseSavepoint savepoint ->
          "(release " + quoted(savepoint.name()) + ")";
      case SessionControl.RollbackToSavepoint savepoint ->
          "(rollbackto " + quoted(savepoint.name()) + ")";
      case SessionControl.SetTransaction ignored -> "(settransaction)";
      case SessionControl.SetConstraints set ->
          "(setconstraints " + set.names().size() + (set.deferred() ? " deferred)" : ")");
      case SessionControl.SetVariable set ->
          "(set " + quoted(set.name()) + " " + list(set.values(), TreeText::expression) + ")";
      case SessionControl.ResetVariable reset ->
          "(reset " + (reset.name() == null ? "all" : quoted(reset.name())) + ")";
      case SessionControl.ShowVariable show ->
          "(show " + quoted(show.name() == null ? "all" : show.name()) + ")";
      case SessionControl.SetRole set ->
          set.sessionAuthorization() ? "(setauthorization)" : "(setrole)";
      case SessionControl.Discard ignored -> "(discard)";
      case SessionControl.Prepare prepare ->
          "(prepare "
              + quoted(prepare.name())
              + " "
              + list(prepare.parameterTypes(), TreeText::type)
              + " "
              + statement(prepare.statement())
              + ")";
      case SessionControl.Execute execute ->
          "(execute "
              + quoted(execute.name())
              + " "
              + list(execute.arguments(), TreeText::expression)
              + ")";
      case SessionControl.Deallocate deallocate ->
          "(deallocate " + optional(deallocate.name(), TreeText::quoted) + ")";
      case SessionControl.DeclareCursor declare ->
          "(declare " + quoted(declare.name()) + " " + TreeText.query(declare.query()) + ")";
      case SessionControl.Fetch fetch ->
          "(" + (fetch.move() ? "move " : "fetch ") + quoted(fetch.cursor()) + ")";
      case SessionControl.CloseCursor close ->
          "(close " + optional(close.name(), TreeText::quoted) + ")";
      case SessionControl.Listen listen -> "(listen " + quoted(listen.channel()) + ")";
      case SessionControl.Unlisten unlisten ->
          "(unlisten " + optional(unlisten.channel(), TreeText::quoted) + ")";
      case SessionControl.Notify notify ->
          "(notify " + quoted(notify.channel()) + " " + quoted(notify.payload()) + ")";
      case SessionControl.LockTables lock ->
          "(lock " + list(lock.tables(), TreeText::table) + (lock.nowait() ? " nowait)" : ")");
    };
  }

  private static String utility(Utility utility) {
    return switch (utility) {
      case Utility.Explain explain ->
          "(explain ("
              + String.join(" ", explain.options().keySet())
              + ") "
              + statement(explain.statement())
              + ")";
      case Utility.Copy copy ->
          "(copy "
              + (copy.table() == null
                  ? optional(copy.query(), StatementText::statement)
                  : name(copy.table()))
              + " "
              + list(copy.columns(), TreeText::quoted)
              + (copy.from() ? " from" : " to")
              + (copy.endpoint() == Utility.CopyEndpoint.PROGRAM ? " program" : "")
              + " "
              + optional(copy.fileName(), TreeText::quoted)
              + " "
              + optional(copy.where(), TreeText::expression)
              + ")";
      case Utility.Vacuum vacuum ->
          "("
              + (vacuum.analyzeOnly() ? "analyze " : "vacuum ")
              + list(vacuum.tables(), TreeText::name)
              + ")";
      case Utility.Reindex ignored -> "(reindex)";
      case Utility.RefreshView ignored -> "(refresh)";
      case Utility.Checkpoint ignored -> "(checkpoint)";
      case Utility.CallProcedure call -> TreeText.call(call.call());
      case Utility.DoBlock ignored -> "(do)";
      case Utility.Unsupported ignored -> "(unsupported)";
      case Utility.Empty ignored -> "(empty)";
    };
  }
}
