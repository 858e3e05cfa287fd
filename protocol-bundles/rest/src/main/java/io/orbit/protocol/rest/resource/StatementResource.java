package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.security.Session;
import io.orbit.protocol.rest.Problem;
import io.orbit.protocol.rest.RestServices;
import io.orbit.protocol.rest.json.Json;
import io.orbit.protocol.rest.json.JsonOutput;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.resource.RunningStatements.Running;
import io.orbit.protocol.rest.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Statements of any installed language. */
@Path("api/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class StatementResource {
  /** One JSON value a line: the columns, each row, and at the very end the tag or the problem. */
  static final String NDJSON = "application/x-ndjson";

  /** Rows as PostgreSQL's CSV, with a header. */
  static final String CSV = "text/csv";

  private static final String SQL = "sql";
  private static final int USUAL_ROWS = 10_000;
  private static final int MOST_ROWS = 100_000;
  private static final String EXPLAIN = "EXPLAIN ";

  private final RestServices services;
  private final RunningStatements running = new RunningStatements();
  private final ObjectMapper mapper = Json.mapper();
  private final JsonFactory json = mapper.getFactory();

  public StatementResource(RestServices services) {
    this.services = services;
  }

  @GET
  @Path("languages")
  @Operation(summary = "Lists the languages installed now", answer = String.class, list = true)
  public List<String> languages() {
    return services.statements().languages();
  }

  @POST
  @Path("statements")
  @Operation(
      summary = "Runs one statement, or explains it",
      mayLack = true,
      body = StatementRequest.class,
      answer = StatementAnswer.class)
  public byte[] run(StatementRequest statement, @Context HttpServletRequest request)
      throws IOException {
    String text = checkedText(statement);
    boolean explain = Boolean.TRUE.equals(statement.explain());
    String whole = explain ? EXPLAIN + text : text;
    Session session = Caller.session(request);
    StatementRunner runner = new StatementRunner(services, request);
    try (Running _ = running.begin(session, statement.id())) {
      return runner.inTransaction(
          text,
          timeout(statement),
          () ->
              written(
                  out ->
                      runner.writeAnswer(
                          out,
                          runner.prepare(language(statement), whole, List.of()),
                          explain ? List.of() : parameters(statement),
                          maximumRows(statement),
                          output(statement))));
    } catch (OrbitException failure) {
      throw explain && failure.position() >= EXPLAIN.length()
          ? failure.at(failure.position() - EXPLAIN.length())
          : failure;
    }
  }

  @POST
  @Path("scripts")
  @Operation(
      summary = "Runs the statements of a text in one transaction",
      mayLack = true,
      body = StatementRequest.class,
      answer = StatementAnswer.Script.class)
  public byte[] runScript(StatementRequest script, @Context HttpServletRequest request)
      throws IOException {
    String text = checkedText(script);
    if (!parameters(script).isEmpty() || Boolean.TRUE.equals(script.explain())) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "parameters and explain are for single statements: POST them to statements");
    }
    Session session = Caller.session(request);
    StatementRunner runner = new StatementRunner(services, request);
    try (Running _ = running.begin(session, script.id())) {
      return runner.inTransaction(
          text, timeout(script), () -> written(out -> writeScript(out, runner, script, request)));
    }
  }

  @DELETE
  @Path("statements/{id}")
  @Operation(
      summary = "Asks the caller's running statement or script of that id to stop",
      status = 204)
  public Response cancel(@PathParam("id") String id, @Context HttpServletRequest request) {
    if (!running.cancel(Caller.session(request), id)) {
      throw Inputs.unknown("running statement", id);
    }
    return Response.noContent().build();
  }

  private void writeScript(
      JsonGenerator out,
      StatementRunner runner,
      StatementRequest script,
      HttpServletRequest request)
      throws IOException {
    out.writeArrayFieldStart("results");
    Iterator<PreparedStatement> all =
        services.statements().script(Caller.session(request), language(script), script.text());
    while (all.hasNext()) {
      PreparedStatement prepared = all.next();
      if (!prepared.isEmpty()) {
        out.writeStartObject();
        runner.writeAnswer(out, prepared, List.of(), maximumRows(script), output(script));
        out.writeEndObject();
      }
    }
    out.writeEndArray();
  }

  @POST
  @Path("statements")
  @Produces(NDJSON)
  public StreamingOutput stream(StatementRequest statement, @Context HttpServletRequest request) {
    String text = checkedText(statement);
    Session session = Caller.session(request);
    StatementRunner runner = new StatementRunner(services, request);
    PreparedStatement prepared = runner.prepare(language(statement), text, List.of());
    return body -> {
      try (Running _ = running.begin(session, statement.id());
          JsonGenerator out = json.createGenerator(body)) {
        out.setRootValueSeparator(null);
        streamInTransaction(out, runner, prepared, statement);
      }
    };
  }

  @POST
  @Path("statements")
  @Produces(CSV)
  public StreamingOutput streamCsv(
      StatementRequest statement, @Context HttpServletRequest request) {
    String text = checkedText(statement);
    Session session = Caller.session(request);
    StatementRunner runner = new StatementRunner(services, request);
    PreparedStatement prepared = runner.prepare(language(statement), text, List.of());
    return body -> {
      try (Running _ = running.begin(session, statement.id())) {
        // A failure breaks the answer off: CSV has no place to tell it.
        CsvLines lines = new CsvLines(body, prepared.columns());
        runner.inTransaction(
            text,
            timeout(statement),
            () -> {
              try (Execution execution = runner.execute(prepared, parameters(statement))) {
                lines.write(execution);
              }
              return lines;
            });
        lines.flush();
      }
    };
  }

  /** The status has been sent: what fails now is told in the last line. */
  private void streamInTransaction(
      JsonGenerator out,
      StatementRunner runner,
      PreparedStatement prepared,
      StatementRequest statement)
      throws IOException {
    try {
      Execution done =
          runner.inTransaction(
              statement.text(),
              timeout(statement),
              () -> {
                try (Execution execution = runner.execute(prepared, parameters(statement))) {
                  out.writeStartObject();
                  StatementRunner.writeColumns(out, prepared.columns());
                  out.writeEndObject();
                  out.writeRaw('\n');
                  runner.writeLines(out, execution, prepared.columns(), output(statement));
                  return execution;
                }
              });
      out.writeStartObject();
      out.writeStringField("tag", done.tag());
      out.writeNumberField("count", done.count());
      out.writeEndObject();
    } catch (OrbitException failure) {
      out.writeStartObject();
      out.writeFieldName("problem");
      mapper.writeValue(out, Problem.of(failure));
      out.writeEndObject();
    }
    out.writeRaw('\n');
  }

  /** The members of an object. */
  private interface Members {
    void write(JsonGenerator out) throws IOException;
  }

  /** Written as a whole before it is sent, so that a failure still has its own status. */
  private byte[] written(Members members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = json.createGenerator((OutputStream) bytes)) {
      out.writeStartObject();
      members.write(out);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static String checkedText(@Nullable StatementRequest request) {
    StatementRequest given = Inputs.require(request, "text");
    if (Boolean.TRUE.equals(given.explain()) && !language(given).equals(SQL)) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, language(given) + " statements cannot be explained yet");
    }
    return Inputs.require(given.text(), "text");
  }

  private static String language(StatementRequest request) {
    return Objects.requireNonNullElse(request.language(), SQL);
  }

  private static List<JsonNode> parameters(StatementRequest request) {
    return request.parameters() == null ? List.of() : new ArrayList<>(request.parameters());
  }

  private static long timeout(StatementRequest request) {
    return Math.max(0, Objects.requireNonNullElse(request.timeoutMillis(), 0L));
  }

  private static int maximumRows(StatementRequest request) {
    int rows = Objects.requireNonNullElse(request.maximumRows(), USUAL_ROWS);
    return Inputs.within(rows, 0, MOST_ROWS, "maximumRows");
  }

  private static JsonOutput output(StatementRequest request) {
    return switch (Objects.requireNonNullElse(request.values(), "json")) {
      case "json" -> new JsonOutput(false);
      case "text" -> new JsonOutput(true);
      case String other ->
          throw new OrbitException(
              ErrorCode.INVALID_PARAMETER_VALUE, "values must be json or text, not " + other);
    };
  }
}
