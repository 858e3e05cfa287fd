package io.orbit.transfer.export;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.RowSecurity;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.value.DataType;
import io.orbit.transfer.SqlSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Functions, procedures, triggers and policies as the statements that make them again. */
final class RoutineScript {
  private final Contents contents;
  private final SqlSession sql;
  private final StringBuilder out;

  RoutineScript(Contents contents, SqlSession sql, StringBuilder out) {
    this.contents = contents;
    this.sql = sql;
    this.out = out;
  }

  /**
   * Routines, the older ones first; nothing in their bodies needs to be there yet.
   *
   * @param ofTables those whose parameters or results are rows of tables, or those whose are not
   */
  void routines(boolean ofTables) throws IOException {
    List<Routine> routines = new ArrayList<>();
    for (Schema schema : contents.schemas()) {
      routines.addAll(contents.catalog().routines(schema.id()));
    }
    routines.removeIf(routine -> usesTables(routine) != ofTables);
    routines.sort(Comparator.comparingLong(Routine::id));
    if (!routines.isEmpty()) {
      out.append("SET check_function_bodies = off;\n");
    }
    for (Routine routine : routines) {
      String schema =
          contents.catalog().object(routine.schema()).map(CatalogObject::name).orElse("");
      out.append(ConstraintScript.path(schema));
      define("pg_get_functiondef(" + routine.id() + ")");
    }
  }

  private boolean usesTables(Routine routine) {
    return isRow(routine.result())
        || routine.parameters().stream().anyMatch(parameter -> isRow(parameter.type()));
  }

  private boolean isRow(DataType type) {
    DataType element = type.element();
    if (element != null) {
      return isRow(element);
    }
    return type.definition() != null
        && contents.catalog().object(type.definition().id()).orElse(null) instanceof Collection;
  }

  /** After the rows are there, so that they are as they were. */
  void triggers() throws IOException {
    for (Collection table : contents.tables()) {
      for (Trigger trigger : table.triggers()) {
        out.append(ConstraintScript.path(contents.schemaOf(table)));
        define("pg_get_triggerdef(" + trigger.id() + ")");
        if (!trigger.enabled()) {
          out.append("ALTER TABLE ")
              .append(contents.name(table))
              .append(" DISABLE TRIGGER ")
              .append(io.orbit.transfer.Names.identifier(trigger.name()))
              .append(";\n");
        }
      }
    }
  }

  /** Row-level security, at the very end: those who load a database are not to be restricted. */
  void policies() throws IOException {
    for (Collection table : contents.tables()) {
      RowSecurity security = table.rowSecurity();
      if (!security.policies().isEmpty()) {
        out.append(ConstraintScript.path(contents.schemaOf(table)));
      }
      for (Policy policy : security.policies()) {
        out.append("CREATE POLICY ")
            .append(io.orbit.transfer.Names.identifier(policy.name()))
            .append(" ON ")
            .append(contents.name(table))
            .append(policy.permissive() ? "" : " AS RESTRICTIVE")
            .append(" FOR ")
            .append(policy.command().name())
            .append(" TO ")
            .append(policy.roles().stream().map(this::role).collect(Collectors.joining(", ")))
            .append(policy.usingText().isEmpty() ? "" : " USING (" + policy.usingText() + ")")
            .append(policy.checkText().isEmpty() ? "" : " WITH CHECK (" + policy.checkText() + ")")
            .append(";\n");
      }
      if (security.enabled()) {
        out.append("ALTER TABLE ")
            .append(contents.name(table))
            .append(" ENABLE ROW LEVEL SECURITY;\n");
      }
      if (security.forced()) {
        out.append("ALTER TABLE ")
            .append(contents.name(table))
            .append(" FORCE ROW LEVEL SECURITY;\n");
      }
    }
  }

  private String role(long id) {
    return contents.catalog().object(id).orElse(null) instanceof Role role
        ? io.orbit.transfer.Names.identifier(role.name())
        : "public";
  }

  private void define(String call) throws IOException {
    sql.query("SELECT pg_catalog." + call, row -> out.append(row[0]).append(";\n"));
  }
}
