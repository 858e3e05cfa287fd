package io.orbit.query.copy;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.Utility;
import io.orbit.api.value.text.TextContext;
import io.orbit.query.execute.SessionText;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandShape;
import io.orbit.query.session.Commands;
import io.orbit.query.session.TableNames;
import io.orbit.query.type.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** COPY FROM STDIN and COPY TO STDOUT, of tables and queries. */
public final class Copy implements Commands {
  @Override
  public boolean knows(Statement statement) {
    return statement instanceof Utility.Copy;
  }

  @Override
  public Optional<CommandShape> shape(CommandContext context, Statement statement) {
    Execution.Kind kind =
        ((Utility.Copy) statement).from() ? Execution.Kind.COPY_IN : Execution.Kind.COPY_OUT;
    return Optional.of(new CommandShape(kind, List.of(), List.of()));
  }

  @Override
  public boolean needsTransaction(Statement statement) {
    return true;
  }

  @Override
  public Execution run(
      CommandContext context, Statement statement, List<? extends @Nullable Object> parameters) {
    Utility.Copy copy = (Utility.Copy) statement;
    refuseFiles(copy);
    CopyOptions options = CopyOptions.of(copy.options(), copy.from(), copy.position());
    return copy.from() ? from(context, copy, options) : to(context, copy, options);
  }

  private static void refuseFiles(Utility.Copy copy) {
    switch (copy.endpoint()) {
      case STDIN, STDOUT -> {}
      case FILE ->
          throw new OrbitException(
                  ErrorCode.FEATURE_NOT_SUPPORTED,
                  "COPY "
                      + (copy.from() ? "from" : "to")
                      + " a file on the server is not supported")
              .withHint(
                  "Anyone can COPY to stdout or from stdin."
                      + " psql's \\copy command also works for anyone.");
      case PROGRAM ->
          throw new OrbitException(
                  ErrorCode.FEATURE_NOT_SUPPORTED,
                  "COPY " + (copy.from() ? "from" : "to") + " an external program is not supported")
              .withHint(
                  "Anyone can COPY to stdout or from stdin."
                      + " psql's \\copy command also works for anyone.");
    }
  }

  // ---- FROM

  private static Execution from(CommandContext context, Utility.Copy copy, CopyOptions options) {
    if (context.transaction().options().readOnly()) {
      throw new OrbitException(
          ErrorCode.READ_ONLY_TRANSACTION, "cannot execute COPY FROM in a read-only transaction");
    }
    List<String> name = copy.table() == null ? List.of() : copy.table();
    Collection found = TableNames.collection(context, name, -1);
    requireTable(found);
    context.session().require(found, Privilege.INSERT);
    context.services().catalog().lock(context.transaction(), found.id(), false);
    Collection table = TableNames.collection(context, name, -1);
    if (context.session().isRestricted(table)) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "COPY FROM not supported with row-level security")
          .withHint("Use INSERT statements instead.");
    }
    List<Integer> positions = positions(table, copy.columns());
    CopyTarget target = new CopyTarget(context, table, positions, copy.where());
    TextContext text = SessionText.of(context.session(), target.evaluation().statementMicros());
    List<String> names =
        positions.stream().map(position -> table.columns().get(position).name()).toList();
    boolean[] notNull = flags(table, names, options.forceNotNull(), "FORCE_NOT_NULL");
    boolean[] nulls = flags(table, names, options.forceNull(), "FORCE_NULL");
    CopyIn.Sink sink =
        switch (options.format()) {
          case TEXT -> lines(target, options, new TextSplitter(options), text);
          case CSV -> lines(target, options, new CsvSplitter(options, notNull, nulls), text);
          case BINARY -> new BinarySink(target);
        };
    return new CopyIn(
        context.session(), target, sink, options.format() == CopyOptions.Format.BINARY);
  }

  private static LineSink lines(
      CopyTarget target, CopyOptions options, FieldSplitter splitter, TextContext text) {
    return new LineSink(target, options, splitter, new FieldValues(target.evaluation(), text));
  }

  private static void requireTable(Collection found) {
    if (found.isMaterializedView()) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE, "cannot copy to materialized view \"" + found.name() + "\"");
    }
    switch (found.kind()) {
      case TABLE -> {}
      case VIEW ->
          throw new OrbitException(
                  ErrorCode.WRONG_OBJECT_TYPE, "cannot copy to view \"" + found.name() + "\"")
              .withHint("To enable copying to a view, provide an INSTEAD OF INSERT trigger.");
      case SEQUENCE ->
          throw new OrbitException(
              ErrorCode.WRONG_OBJECT_TYPE, "cannot copy to sequence \"" + found.name() + "\"");
    }
  }

  /** The columns copied: those named, or all but the generated ones. */
  private static List<Integer> positions(Collection table, List<String> names) {
    List<Integer> positions = new ArrayList<>();
    for (String name : names) {
      int position = table.position(name);
      if (position < 0) {
        throw undefined(table, name);
      }
      if (!table.columns().get(position).generatedText().isEmpty()) {
        throw new OrbitException(
                ErrorCode.INVALID_COLUMN_REFERENCE, "column \"" + name + "\" is a generated column")
            .withDetail("Generated columns cannot be used in COPY.");
      }
      if (positions.contains(position)) {
        throw new OrbitException(
            ErrorCode.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once");
      }
      positions.add(position);
    }
    if (names.isEmpty()) {
      for (int i = 0; i < table.columns().size(); i++) {
        if (table.columns().get(i).generatedText().isEmpty()) {
          positions.add(i);
        }
      }
    }
    return List.copyOf(positions);
  }

  private static OrbitException undefined(Collection table, String name) {
    return new OrbitException(
        ErrorCode.UNDEFINED_COLUMN,
        "column \"" + name + "\" of relation \"" + table.name() + "\" does not exist");
  }

  /** Which of the copied columns an option names. */
  private static boolean[] flags(
      @Nullable Collection table, List<String> copied, List<String> named, String option) {
    boolean[] flags = new boolean[copied.size()];
    for (String name : named) {
      int index = copied.indexOf(name);
      if (index < 0 && (table == null || table.position(name) < 0)) {
        throw table == null
            ? new OrbitException(
                ErrorCode.UNDEFINED_COLUMN, "column \"" + name + "\" does not exist")
            : undefined(table, name);
      }
      if (index < 0) {
        throw new OrbitException(
            ErrorCode.INVALID_COLUMN_REFERENCE,
            option + " column \"" + name + "\" not referenced by COPY");
      }
      flags[index] = true;
    }
    return flags;
  }

  // ---- TO

  private static Execution to(CommandContext context, Utility.Copy copy, CopyOptions options) {
    Statement query = copy.query();
    Collection table = null;
    if (query == null) {
      List<String> name = copy.table() == null ? List.of() : copy.table();
      table = TableNames.find(context, name).orElse(null);
      query = query(context, name, columns(table, copy.columns()));
    }
    PreparedStatement prepared = context.prepare(query, List.of(), 0);
    if (!prepared.returnsRows()) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "COPY query must have a RETURNING clause");
    }
    Execution rows = context.execute(prepared, List.of());
    List<ResultColumn> columns = prepared.columns();
    boolean binary = options.format() == CopyOptions.Format.BINARY;
    RowEncoder encoder =
        binary
            ? new BinaryEncoder(columns)
            : new TextEncoder(
                options,
                columns,
                forceQuote(table, columns, options),
                context.evaluation(1),
                SessionText.of(context.session(), 0));
    return new CopyOut(rows, encoder, columns.size(), binary);
  }

  private static boolean[] forceQuote(
      @Nullable Collection table, List<ResultColumn> columns, CopyOptions options) {
    List<String> names = columns.stream().map(ResultColumn::name).toList();
    List<String> forced = options.forceQuote();
    return flags(table, names, forced == null ? names : forced, "FORCE_QUOTE");
  }

  private static List<String> columns(@Nullable Collection table, List<String> named) {
    if (table == null) {
      return named;
    }
    switch (table.kind()) {
      case TABLE -> {}
      case VIEW ->
          throw new OrbitException(
                  ErrorCode.WRONG_OBJECT_TYPE, "cannot copy from view \"" + table.name() + "\"")
              .withHint("Try the COPY (SELECT ...) TO variant.");
      case SEQUENCE ->
          throw new OrbitException(
              ErrorCode.WRONG_OBJECT_TYPE, "cannot copy from sequence \"" + table.name() + "\"");
    }
    return positions(table, named).stream()
        .map(position -> table.columns().get(position))
        .map(Column::name)
        .toList();
  }

  /** A table's rows as a query, so that rights, locks and scans are those of any SELECT. */
  private static Statement query(CommandContext context, List<String> table, List<String> columns) {
    String list =
        columns.isEmpty()
            ? "*"
            : columns.stream().map(Quoting::identifier).collect(Collectors.joining(", "));
    String from = table.stream().map(Quoting::identifier).collect(Collectors.joining("."));
    return context.language().parse("SELECT " + list + " FROM " + from).getFirst().statement();
  }
}
