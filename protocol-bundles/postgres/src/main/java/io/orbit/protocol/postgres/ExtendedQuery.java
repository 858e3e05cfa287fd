package io.orbit.protocol.postgres;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prepared statements and portals by name, and the messages about them (manual, section "Extended
 * Query"). Errors are thrown; the caller skips to Sync. One thread at a time.
 */
final class ExtendedQuery {
  private static final String UNNAMED = "";

  private final Statements statements;
  private static final long STATEMENT_BYTES = 4_000;

  private final Session session;
  private final StatementRunner runner;
  private final Map<String, PostgresStatement> prepared = new HashMap<>();
  private final Map<String, PostgresPortal> portals = new HashMap<>();

  ExtendedQuery(PostgresServer server, Session session, StatementRunner runner) {
    this.statements = server.statements();
    this.session = session;
    this.runner = runner;
  }

  /**
   * Does what the message asks if that is short and does not wait.
   *
   * @return false when nothing was done, since it belongs on a virtual thread
   */
  boolean handleInline(PostgresMessage message, PostgresOutput out) {
    boolean inline =
        switch (message) {
          case PostgresMessage.Parse parse -> parseInline(parse, out);
          case PostgresMessage.Bind bind -> isInline(prepared.get(bind.statement()));
          case PostgresMessage.Execute execute -> startInline(portals.get(execute.portal()));
          case PostgresMessage.DescribeStatement describe -> true;
          case PostgresMessage.DescribePortal describe -> true;
          default -> false;
        };
    if (inline && !(message instanceof PostgresMessage.Parse)) {
      Execution copying = handle(message, out);
      assert copying == null;
    }
    return inline;
  }

  private static boolean isInline(@Nullable PostgresStatement statement) {
    return statement != null && statement.prepared().runsInline();
  }

  private boolean startInline(@Nullable PostgresPortal portal) {
    return portal != null
        && isInline(portal.statement())
        && portal.startInline(statements, session);
  }

  private boolean parseInline(PostgresMessage.Parse parse, PostgresOutput out) {
    List<DataType> types = types(parse);
    PreparedStatement statement =
        statements.preparedAtHand(session, PostgresServer.LANGUAGE, parse.text(), types);
    if (statement == null || !statement.runsInline()) {
      return false;
    }
    requireFree(parse);
    keep(parse, statement, out);
    return true;
  }

  /** The text that errors about this message refer to. */
  String textOf(PostgresMessage.Bind bind) {
    PostgresStatement statement = prepared.get(bind.statement());
    return statement == null ? "" : statement.text();
  }

  String textOf(PostgresMessage.Execute execute) {
    PostgresPortal portal = portals.get(execute.portal());
    return portal == null ? "" : portal.statement().text();
  }

  /**
   * @return the execution of a COPY that waits for data, to be closed by the caller; otherwise null
   */
  @Nullable Execution handle(PostgresMessage message, PostgresOutput out) {
    switch (message) {
      case PostgresMessage.Parse parse -> parse(parse, out);
      case PostgresMessage.Bind bind -> bind(bind, out);
      case PostgresMessage.DescribeStatement(String name) -> describeStatement(name, out);
      case PostgresMessage.DescribePortal(String name) -> describePortal(name, out);
      case PostgresMessage.CloseStatement(String name) -> {
        forget(name);
        PostgresWriter.closeComplete(out.buffer());
      }
      case PostgresMessage.ClosePortal(String name) -> {
        drop(name);
        PostgresWriter.closeComplete(out.buffer());
      }
      case PostgresMessage.Execute(String name, int maximumRows) -> {
        return execute(portal(name), maximumRows, out);
      }
      default -> throw new IllegalArgumentException(message.toString());
    }
    out.checkpoint();
    return null;
  }

  // ---- statements

  private void parse(PostgresMessage.Parse parse, PostgresOutput out) {
    requireFree(parse);
    keep(
        parse,
        statements.prepare(session, PostgresServer.LANGUAGE, parse.text(), types(parse)),
        out);
  }

  private void requireFree(PostgresMessage.Parse parse) {
    if (parse.statement().equals(UNNAMED)) {
      forget(UNNAMED);
    } else if (prepared.containsKey(parse.statement())) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_PREPARED_STATEMENT,
          "prepared statement \"" + parse.statement() + "\" already exists");
    }
  }

  private List<DataType> types(PostgresMessage.Parse parse) {
    List<DataType> types = new ArrayList<>(parse.types().length);
    for (int oid : parse.types()) {
      types.add(
          PostgresTypes.find(oid)
              .or(() -> statements.userType(session, Integer.toUnsignedLong(oid)))
              .orElseThrow(() -> PostgresTypes.undefined(oid)));
    }
    return types;
  }

  private void keep(PostgresMessage.Parse parse, PreparedStatement statement, PostgresOutput out) {
    forget(parse.statement());
    session.keep(bytes(parse.text()));
    prepared.put(
        parse.statement(), new PostgresStatement(parse.statement(), parse.text(), statement));
    PostgresWriter.parseComplete(out.buffer());
  }

  private void forget(String name) {
    PostgresStatement old = prepared.remove(name);
    if (old != null) {
      session.keep(-bytes(old.text()));
    }
  }

  /** About how much heap a prepared statement takes, its plan included. */
  private static long bytes(String text) {
    return STATEMENT_BYTES + 8L * text.length();
  }

  private PostgresStatement statement(String name) {
    PostgresStatement statement = prepared.get(name);
    if (statement == null) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_PREPARED_STATEMENT,
          name.equals(UNNAMED)
              ? "unnamed prepared statement does not exist"
              : "prepared statement \"" + name + "\" does not exist");
    }
    return statement;
  }

  private void describeStatement(String name, PostgresOutput out) {
    PreparedStatement statement = statement(name).prepared();
    PostgresWriter.parameterDescription(statement.parameterTypes(), out.buffer());
    describeRows(statement, new boolean[statement.columns().size()], out);
  }

  private static void describeRows(
      PreparedStatement statement, boolean[] formats, PostgresOutput out) {
    if (statement.returnsRows()) {
      PostgresWriter.rowDescription(statement.columns(), formats, out.buffer());
    } else {
      PostgresWriter.noData(out.buffer());
    }
  }

  // ---- portals

  private void bind(PostgresMessage.Bind bind, PostgresOutput out) {
    PostgresStatement statement = statement(bind.statement());
    PreparedStatement target = statement.prepared();
    if (session.isFailed() && !target.endsTransaction() && !target.isEmpty()) {
      throw new OrbitException(
          ErrorCode.IN_FAILED_TRANSACTION,
          "current transaction is aborted, commands ignored until end of transaction block");
    }
    PostgresPortal portal =
        new PostgresPortal(
            statement, parameters(bind, target.parameterTypes()), resultFormats(bind, target));
    if (bind.portal().equals(UNNAMED)) {
      drop(UNNAMED);
    } else if (portals.containsKey(bind.portal())) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_CURSOR, "cursor \"" + bind.portal() + "\" already exists");
    }
    portals.put(bind.portal(), portal);
    PostgresWriter.bindComplete(out.buffer());
  }

  private List<@Nullable Object> parameters(PostgresMessage.Bind bind, List<DataType> types) {
    int count = bind.parameters().size();
    boolean[] formats = bind.parameterFormats();
    if (formats.length > 1 && formats.length != count) {
      throw new OrbitException(
          ErrorCode.PROTOCOL_VIOLATION,
          "bind message has " + formats.length + " parameter formats but " + count + " parameters");
    }
    if (count != types.size()) {
      throw new OrbitException(
          ErrorCode.PROTOCOL_VIOLATION,
          "bind message supplies "
              + count
              + " parameters, but prepared statement \""
              + bind.statement()
              + "\" requires "
              + types.size());
    }
    if (count == 0) {
      return List.of();
    }
    TextContext context = runner.text().input();
    List<@Nullable Object> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] bytes = bind.parameters().get(i);
      boolean binary = formats.length > 0 && formats[formats.length == 1 ? 0 : i];
      if (bytes == null) {
        values.add(null);
      } else if (binary) {
        values.add(BinaryParameters.read(bytes, types.get(i), context, i + 1));
      } else {
        values.add(runner.text().parse(PostgresCodec.text(bytes), types.get(i), context));
      }
    }
    return values;
  }

  private static boolean[] resultFormats(PostgresMessage.Bind bind, PreparedStatement target) {
    boolean[] given = bind.resultFormats();
    boolean[] formats = new boolean[target.columns().size()];
    if (given.length == 1) {
      Arrays.fill(formats, given[0]);
    } else if (given.length > 1) {
      if (given.length != formats.length) {
        throw new OrbitException(
            ErrorCode.PROTOCOL_VIOLATION,
            "bind message has "
                + given.length
                + " result formats but query has "
                + formats.length
                + " columns");
      }
      return given;
    }
    return formats;
  }

  private PostgresPortal portal(String name) {
    PostgresPortal portal = portals.get(name);
    if (portal == null) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_CURSOR, "portal \"" + name + "\" does not exist");
    }
    return portal;
  }

  /** A cursor of DECLARE is a portal too, whose rows come as text. */
  private void describePortal(String name, PostgresOutput out) {
    Optional<List<ResultColumn>> cursor =
        portals.containsKey(name) ? Optional.empty() : statements.cursorColumns(session, name);
    if (cursor.isPresent()) {
      List<ResultColumn> columns = cursor.get();
      PostgresWriter.rowDescription(columns, new boolean[columns.size()], out.buffer());
      return;
    }
    PostgresPortal portal = portal(name);
    describeRows(portal.statement().prepared(), portal.resultFormats(), out);
  }

  private @Nullable Execution execute(PostgresPortal portal, int maximumRows, PostgresOutput out) {
    PreparedStatement statement = portal.statement().prepared();
    if (statement.isEmpty()) {
      PostgresWriter.emptyQueryResponse(out.buffer());
      return null;
    }
    session.setActivity("active", portal.statement().text());
    if (portal.isDone()) {
      again(portal, out);
      return null;
    }
    boolean inTransaction = session.transaction() != null;
    Execution execution = portal.execution(statements, session);
    if (execution.kind() != Execution.Kind.ROWS) {
      if (runner.runWithoutRows(execution, out)) {
        portal.release();
        return execution;
      }
      runner.note(execution);
      portal.close();
      if (inTransaction && session.transaction() == null) {
        closePortals();
      }
      runner.complete(false, out);
      return null;
    }
    long maximum = maximumRows <= 0 ? Long.MAX_VALUE : maximumRows;
    long sent = runner.sendRows(execution, portal.encoder(runner.text()), maximum, out);
    if (sent == maximum) {
      PostgresWriter.portalSuspended(out.buffer());
      return null;
    }
    runner.note(execution);
    portal.end(execution.tag());
    runner.complete(sent, out);
    return null;
  }

  /** A portal that has run to its end is run once more. */
  private static void again(PostgresPortal portal, PostgresOutput out) {
    if (!portal.statement().prepared().returnsRows()) {
      throw new OrbitException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "portal cannot be run again");
    }
    PostgresWriter.commandComplete(portal.tag(), 0, out.buffer());
  }

  private void drop(String name) {
    PostgresPortal portal = portals.remove(name);
    if (portal != null) {
      portal.close();
    }
  }

  /** A simple query forgets the unnamed statement and portal. */
  void dropUnnamed() {
    forget(UNNAMED);
    drop(UNNAMED);
  }

  /** The transaction is over, or failed: so are its portals. */
  void closePortals() {
    if (!portals.isEmpty()) {
      portals.values().forEach(PostgresPortal::close);
      portals.clear();
    }
  }
}
