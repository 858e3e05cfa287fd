package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.Statements;
import io.orbit.api.query.Statements.Notice;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TypeNames;
import io.orbit.protocol.rest.RestServices;
import io.orbit.protocol.rest.json.JsonInput;
import io.orbit.protocol.rest.json.JsonOutput;
import io.orbit.protocol.rest.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs statements for one request and writes what they answer. One thread, which may block. */
final class StatementRunner {
  /** Query parameter that names a transaction of several requests. */
  private static final String TRANSACTION_PARAMETER = "transaction";

  private static final int BATCH_ROWS = 1024;
  private static final double NANOS_PER_MILLI = 1e6;

  private final RestServices services;
  private final Session session;

  /** Token of the transaction that the request carries on, null for one of its own. */
  private final @Nullable String transaction;

  /** What happens in a request's transaction. */
  interface Work<T> {
    T run() throws IOException;
  }

  StatementRunner(RestServices services, HttpServletRequest request) {
    this.services = services;
    this.session = Caller.session(request);
    this.transaction = request.getParameter(TRANSACTION_PARAMETER);
  }

  private Statements statements() {
    return services.statements();
  }

  /**
   * Runs something in the transaction that the request carries on, or as one implicit transaction:
   * committed and durable when this returns, rolled back when it fails. What a statement began
   * explicitly must have ended, since its session ends with the request.
   */
  <T> T inTransaction(String text, long timeoutMillis, Work<T> work) throws IOException {
    if (transaction != null) {
      session.attach(transaction);
    }
    session.beginStatement(timeoutMillis);
    session.setActivity("active", text);
    try {
      return transaction == null ? inOwn(work) : inCarriedOn(work);
    } finally {
      session.setActivity("idle", "");
    }
  }

  private <T> T inOwn(Work<T> work) throws IOException {
    boolean done = false;
    try {
      T result = work.run();
      if (session.inExplicitTransaction()) {
        throw new OrbitException(
                ErrorCode.INVALID_TRANSACTION_STATE,
                "a transaction ends with its request, and this one has no COMMIT")
            .withHint("Send BEGIN, the statements and COMMIT as one script, or POST transactions.");
      }
      done = true;
      services.awaitDurable(statements().endImplicit(session, true));
      return result;
    } finally {
      if (!done) {
        statements().endImplicit(session, false);
        session.rollback();
      }
    }
  }

  /** The transaction goes on after this, failed where this fails, unless a statement ended it. */
  private <T> T inCarriedOn(Work<T> work) throws IOException {
    try {
      T result = work.run();
      services.awaitDurable(statements().endImplicit(session, true));
      return result;
    } catch (RuntimeException | IOException failure) {
      session.fail();
      throw failure;
    } finally {
      if (session.inExplicitTransaction()) {
        session.detach();
      }
    }
  }

  PreparedStatement prepare(String language, String text, List<DataType> types) {
    return statements().prepare(session, language, text, types);
  }

  Execution execute(PreparedStatement prepared, List<JsonNode> parameters) {
    List<DataType> types = prepared.parameterTypes();
    if (types.size() != parameters.size()) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "the statement has "
              + types.size()
              + " parameters, and "
              + parameters.size()
              + " were given");
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      values.add(JsonInput.read(parameters.get(i), types.get(i)));
    }
    Execution execution = statements().execute(session, prepared, values);
    if (execution.kind() == Execution.Kind.COPY_IN || execution.kind() == Execution.Kind.COPY_OUT) {
      execution.close();
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "COPY with the client's data is not a thing of REST")
          .withHint("Use INSERT or SELECT, or COPY by the PostgreSQL protocol.");
    }
    return execution;
  }

  /** Writes one statement's answer as the members of an object. */
  void writeAnswer(
      JsonGenerator out,
      PreparedStatement prepared,
      List<JsonNode> parameters,
      int maximumRows,
      JsonOutput values)
      throws IOException {
    long begin = System.nanoTime();
    try (Execution execution = execute(prepared, parameters)) {
      writeColumns(out, prepared.columns());
      out.writeArrayFieldStart("rows");
      boolean more = writeRows(out, execution, prepared.columns(), maximumRows, values);
      out.writeEndArray();
      out.writeStringField("tag", execution.tag());
      out.writeNumberField("count", more ? maximumRows : execution.count());
      out.writeBooleanField("truncated", more);
    }
    writeNotices(out);
    out.writeNumberField("milliseconds", (System.nanoTime() - begin) / NANOS_PER_MILLI);
  }

  static void writeColumns(JsonGenerator out, List<ResultColumn> columns) throws IOException {
    out.writeArrayFieldStart("columns");
    for (ResultColumn column : columns) {
      out.writeStartObject();
      out.writeStringField("name", column.name());
      out.writeStringField("type", TypeNames.format(column.type()));
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** Writes rows as arrays; answers whether there were more than wanted. */
  boolean writeRows(
      JsonGenerator out,
      Execution execution,
      List<ResultColumn> columns,
      int maximumRows,
      JsonOutput values)
      throws IOException {
    int written = 0;
    for (Batch batch = execution.next(BATCH_ROWS);
        batch != null;
        batch = execution.next(BATCH_ROWS)) {
      for (int row = 0; row < batch.rows(); row++) {
        if (written == maximumRows) {
          return true;
        }
        writeRow(out, batch, row, columns, values);
        written++;
      }
    }
    return false;
  }

  /** Writes every row as a line of its own. */
  void writeLines(
      JsonGenerator out, Execution execution, List<ResultColumn> columns, JsonOutput values)
      throws IOException {
    for (Batch batch = execution.next(BATCH_ROWS);
        batch != null;
        batch = execution.next(BATCH_ROWS)) {
      for (int row = 0; row < batch.rows(); row++) {
        writeRow(out, batch, row, columns, values);
        out.writeRaw('\n');
      }
    }
  }

  private static void writeRow(
      JsonGenerator out, Batch batch, int row, List<ResultColumn> columns, JsonOutput values)
      throws IOException {
    out.writeStartArray();
    for (int column = 0; column < columns.size(); column++) {
      values.write(out, batch.column(column).get(row), columns.get(column).type());
    }
    out.writeEndArray();
  }

  void writeNotices(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("notices");
    for (Notice notice : statements().takeNotices(session)) {
      out.writeStartObject();
      out.writeStringField("severity", notice.severity());
      out.writeStringField("message", notice.message());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
