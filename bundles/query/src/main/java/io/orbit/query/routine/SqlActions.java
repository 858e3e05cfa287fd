package io.orbit.query.routine;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.ProcedureStatement;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.ProcedureStatement.Target;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import io.orbit.query.bind.VariableNames;
import io.orbit.query.routine.NestedStatements.Nested;
import io.orbit.query.routine.SqlCode.Typed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of a procedure that run SQL. One thread, one run. */
final class SqlActions {
  private final NestedStatements statements;
  private final Procedure procedure;
  private final Frame frame;
  private final Assignments assignments;
  private final RoutineCursors cursors;

  SqlActions(
      NestedStatements statements, Procedure procedure, Frame frame, Assignments assignments) {
    this.statements = statements;
    this.procedure = procedure;
    this.frame = frame;
    this.assignments = assignments;
    cursors = new RoutineCursors(procedure, frame, assignments, this);
  }

  void run(ProcedureStatement statement) {
    switch (statement) {
      case ProcedureStatement.Sql sql ->
          execute(
              sql,
              procedure.code(sql.code()).nested(frame),
              frame.parameters(),
              sql.into(),
              sql.strict());
      case ProcedureStatement.Perform perform -> perform(perform);
      case ProcedureStatement.Execute execute -> {
        Dynamic dynamic = dynamic(execute.text(), execute.using());
        execute(execute, dynamic.nested(), dynamic.parameters(), execute.into(), execute.strict());
      }
      case ProcedureStatement.ReturnNext next -> returnNext(next);
      case ProcedureStatement.ReturnQuery query -> returnQuery(query);
      case ProcedureStatement.GetDiagnostics get -> diagnostics(get);
      case ProcedureStatement.Open open -> cursors.open(open);
      case ProcedureStatement.Fetch fetch -> cursors.fetch(fetch);
      case ProcedureStatement.Close close -> cursors.close(close);
      case ProcedureStatement.EndTransaction end -> end(end.commit());
      default -> throw new IllegalArgumentException(statement.toString());
    }
  }

  // ---- dynamic SQL

  /** A statement made of a text, with its parameters. */
  record Dynamic(Nested nested, List<@Nullable Object> parameters) {}

  Dynamic dynamic(Code text, List<Code> using) {
    Object sql =
        Assignments.converted(statements, frame, procedure.code(text).value(frame), DataType.TEXT);
    if (sql == null) {
      throw new OrbitException(
          ErrorCode.NULL_VALUE_NOT_ALLOWED, "query string argument of EXECUTE is null");
    }
    List<@Nullable Object> parameters = new ArrayList<>();
    List<DataType> types = new ArrayList<>();
    for (Code code : using) {
      Typed value = procedure.code(code).value(frame);
      parameters.add(value.value());
      types.add(value.type());
    }
    List<ParsedStatement> parsed = statements.sql().parse((String) sql);
    if (parsed.size() > 1) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "several statements in one EXECUTE are not supported");
    }
    return new Dynamic(
        statements.prepare(
            frame.session,
            new Code((String) sql, parsed.getFirst().statement()),
            types,
            VariableNames.NONE),
        parameters);
  }

  // ---- statements

  private void execute(
      ProcedureStatement statement,
      Nested nested,
      List<@Nullable Object> parameters,
      List<Target> into,
      boolean strict) {
    boolean dynamic = statement instanceof ProcedureStatement.Execute;
    if (into.isEmpty() && !dynamic && nested.returnsRows()) {
      throw new OrbitException(ErrorCode.SYNTAX_ERROR, "query has no destination for result data")
          .withHint("If you want to discard the results of a SELECT, use PERFORM instead.");
    }
    if (!into.isEmpty() && !nested.returnsRows()) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR, "INTO used with a command that cannot return data");
    }
    try (Execution execution = nested.run(frame.session, parameters, frame.mode)) {
      long rows =
          into.isEmpty() ? drained(execution) : into(statement, nested, execution, into, strict);
      frame.rowCount = into.isEmpty() ? Math.max(0, execution.count()) : rows;
      if (!dynamic) {
        frame.values[procedure.found()] = frame.rowCount > 0;
      }
    }
  }

  private static long drained(Execution execution) {
    long rows = 0;
    for (Batch batch = execution.next(1024); batch != null; batch = execution.next(1024)) {
      rows += batch.rows();
    }
    return rows;
  }

  private long into(
      ProcedureStatement statement,
      Nested nested,
      Execution execution,
      List<Target> into,
      boolean strict) {
    List<ResultColumn> columns = nested.columns();
    Batch batch = execution.next(2);
    if (batch == null) {
      if (strict) {
        throw new OrbitException(ErrorCode.NO_SUCH_KEY, "query returned no rows")
            .withSqlState("P0002");
      }
      assignments.row(statement, into, columns, null);
      return 0;
    }
    boolean changes = execution.count() > 1 && !isQuery(execution);
    if ((strict || changes) && (batch.rows() > 1 || execution.next(1) != null)) {
      throw new OrbitException(ErrorCode.CARDINALITY_VIOLATION, "query returned more than one row")
          .withHint("Make sure the query returns a single row, or use LIMIT 1.")
          .withSqlState("P0003");
    }
    @Nullable Object[] row = new Object[columns.size()];
    for (int c = 0; c < row.length; c++) {
      row[c] = batch.column(c).get(0);
    }
    assignments.row(statement, into, columns, row);
    return 1;
  }

  private static boolean isQuery(Execution execution) {
    return execution.tag().startsWith("SELECT");
  }

  private void perform(ProcedureStatement.Perform perform) {
    Nested nested = procedure.code(perform.query()).nested(frame);
    try (Execution execution = nested.run(frame.session, frame.parameters(), frame.mode)) {
      frame.rowCount = drained(execution);
      frame.values[procedure.found()] = frame.rowCount > 0;
    }
  }

  RowLoop open(ProcedureStatement.ForRows loop) {
    Code query = loop.query();
    Code text = loop.dynamic();
    if (query != null) {
      Nested nested = procedure.code(query).nested(frame);
      return rows(nested, frame.parameters());
    }
    if (text != null) {
      Dynamic dynamic = dynamic(text, loop.using());
      return rows(dynamic.nested(), dynamic.parameters());
    }
    return cursors.loop(loop);
  }

  RowLoop rows(Nested nested, List<@Nullable Object> parameters) {
    if (!nested.returnsRows()) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR, "cannot open a command that returns no rows as a cursor");
    }
    return new RowLoop(
        nested.runKept(frame.session, new ArrayList<>(parameters), frame.mode), nested.columns());
  }

  // ---- sets

  private void returnNext(ProcedureStatement.ReturnNext next) {
    Code code = next.value();
    if (code != null) {
      Typed value = procedure.code(code).value(frame);
      frame.rows.add(new @Nullable Object[] {new Returned(value)});
      return;
    }
    @Nullable Object[] row = new Object[procedure.outputs().size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = frame.values[procedure.outputs().get(i)];
    }
    frame.rows.add(row);
  }

  /** A value that RETURN NEXT gave, to be brought to the result's type. */
  record Returned(Typed value) {}

  private void returnQuery(ProcedureStatement.ReturnQuery query) {
    Code code = query.query();
    Code text = query.dynamic();
    Nested nested;
    List<@Nullable Object> parameters = frame.parameters();
    if (text != null) {
      Dynamic dynamic = dynamic(text, query.using());
      nested = dynamic.nested();
      parameters = dynamic.parameters();
    } else if (code != null) {
      nested = procedure.code(code).nested(frame);
    } else {
      throw new IllegalStateException("RETURN QUERY without a query");
    }
    Row.Shape shape = Assignments.shape(nested.columns());
    long rows = 0;
    try (RowLoop loop = rows(nested, parameters)) {
      while (loop.next()) {
        frame.rows.add(
            new @Nullable Object[] {
              new Returned(new Typed(new Row(shape, loop.row()), SqlCode.recordType("", shape)))
            });
        rows++;
      }
    }
    frame.rowCount = rows;
    frame.values[procedure.found()] = rows > 0;
  }

  // ---- diagnostics

  private void diagnostics(ProcedureStatement.GetDiagnostics get) {
    OrbitException error = frame.handled;
    if (get.stacked() && error == null) {
      throw new OrbitException(
              ErrorCode.RAISE_EXCEPTION,
              "GET STACKED DIAGNOSTICS cannot be used outside an exception handler")
          .withSqlState("0Z002");
    }
    for (ProcedureStatement.Diagnostic item : get.items()) {
      Typed value =
          item.item().equals("row_count")
              ? new Typed(frame.rowCount, DataType.INT64)
              : new Typed(said(item.item(), error), DataType.TEXT);
      assignments.assign(get, item.target(), value);
    }
  }

  private static String said(String item, @Nullable OrbitException error) {
    if (error == null) {
      return "";
    }
    String text =
        switch (item) {
          case "returned_sqlstate" -> error.sqlState();
          case "message_text" -> error.getMessage();
          case "pg_exception_detail" -> error.detail();
          case "pg_exception_hint" -> error.hint();
          case "column_name" -> error.subject().column();
          case "constraint_name" -> error.subject().constraint();
          case "pg_datatype_name" -> error.subject().dataType();
          case "table_name" -> error.subject().table();
          case "schema_name" -> error.subject().schema();
          default -> "";
        };
    return text == null ? "" : text;
  }

  private void end(boolean commit) {
    if (!frame.endsTransactions) {
      throw new OrbitException(
          ErrorCode.INVALID_TRANSACTION_TERMINATION, "invalid transaction termination");
    }
    frame.end();
    statements.endTransaction(frame.session, commit);
  }
}
