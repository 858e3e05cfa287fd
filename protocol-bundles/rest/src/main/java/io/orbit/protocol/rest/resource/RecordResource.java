package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.security.Session;
import io.orbit.protocol.rest.RestServices;
import io.orbit.protocol.rest.json.Json;
import io.orbit.protocol.rest.json.JsonOutput;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.openapi.OptionalMember;
import io.orbit.protocol.rest.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as resources: a JSON object each, its key in the path as in Redis (columns joined by
 * {@code :}). What they may hold and who may touch them is the collection's, as everywhere.
 */
@Path("api/v1/collections/{schema}/{name}/records")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class RecordResource {
  private static final String SQL = "sql";
  private static final int MOST = 10_000;
  private static final int BATCH_ROWS = 1024;

  private final RestServices services;
  private final ObjectMapper mapper = Json.mapper();

  /**
   * Some records in the order of their keys.
   *
   * @param next what to pass as {@code after} for the next page; absent at the end
   */
  public record Page(List<Map<String, Object>> records, @OptionalMember @Nullable String next) {}

  /** What a route does with its collection. */
  private interface Work<T> {
    T on(StatementRunner runner, Collection collection) throws IOException;
  }

  public RecordResource(RestServices services) {
    this.services = services;
  }

  @GET
  @Operation(summary = "Reads records page by page in the order of their keys", answer = Page.class)
  public ObjectNode list(
      @PathParam("schema") String schema,
      @PathParam("name") String name,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("after") @DefaultValue("") String after,
      @Context HttpServletRequest request)
      throws IOException {
    Inputs.within(limit, 1, MOST, "limit");
    return work(
        request,
        schema,
        name,
        (runner, collection) -> {
          List<String> key = after.isEmpty() ? List.of() : RecordKey.parse(collection, after);
          List<ObjectNode> records =
              run(runner, new RecordText(schema, collection).selectPage(key, limit));
          ObjectNode page = mapper.createObjectNode();
          page.putArray("records").addAll(records);
          if (records.size() == limit && !collection.primaryKey().isEmpty()) {
            page.put("next", RecordKey.format(collection, records.getLast()));
          }
          return page;
        });
  }

  @POST
  @Operation(summary = "Creates a record", status = 201, body = Map.class, answer = Map.class)
  public Response create(
      @PathParam("schema") String schema,
      @PathParam("name") String name,
      @Nullable ObjectNode members,
      @Context HttpServletRequest request)
      throws IOException {
    ObjectNode given = Inputs.require(members, "the record");
    return work(
        request,
        schema,
        name,
        (runner, collection) -> {
          ObjectNode created =
              run(runner, new RecordText(schema, collection).insert(given)).getFirst();
          Response.ResponseBuilder response =
              Response.status(Response.Status.CREATED).entity(created);
          if (!collection.primaryKey().isEmpty()) {
            String key = RecordKey.format(collection, created);
            response.location(URI.create(request.getRequestURI() + "/" + PathText.encode(key)));
          }
          return tagged(response, created);
        });
  }

  private static Response tagged(Response.ResponseBuilder response, ObjectNode record) {
    return response.tag(RecordTag.of(record)).build();
  }

  /** Locks the record of a conditional request and judges the condition by it. */
  private void require(
      HttpServletRequest request,
      StatementRunner runner,
      String schema,
      Collection collection,
      List<String> key)
      throws IOException {
    if (RecordTag.isConditional(request)) {
      List<ObjectNode> now = run(runner, new RecordText(schema, collection).lockOne(key));
      RecordTag.require(request, now.isEmpty() ? null : now.getFirst());
    }
  }

  @GET
  @Path("{key: .+}")
  @Operation(
      summary = "Reads a record; with If-None-Match answers 304 when the sender has it",
      answer = Map.class)
  public Response show(
      @PathParam("schema") String schema,
      @PathParam("name") String name,
      @PathParam("key") String key,
      @Context HttpServletRequest request)
      throws IOException {
    return work(
        request,
        schema,
        name,
        (runner, collection) -> {
          List<String> parts = RecordKey.parse(collection, key);
          ObjectNode found =
              one(runner, new RecordText(schema, collection).selectOne(parts), name, key);
          return RecordTag.isKnown(request, found)
              ? Response.notModified(RecordTag.of(found)).build()
              : tagged(Response.ok(found), found);
        });
  }

  @PUT
  @Path("{key: .+}")
  @Operation(
      summary =
          "Puts a record in the place of the one with that key, or creates it; If-Match and"
              + " If-None-Match: 412 where they fail",
      body = Map.class,
      answer = Map.class)
  public Response replace(
      @PathParam("schema") String schema,
      @PathParam("name") String name,
      @PathParam("key") String key,
      @Nullable ObjectNode members,
      @Context HttpServletRequest request)
      throws IOException {
    ObjectNode given = Inputs.require(members, "the record");
    return work(
        request,
        schema,
        name,
        (runner, collection) -> {
          List<String> parts = RecordKey.parse(collection, key);
          require(request, runner, schema, collection, parts);
          RecordText text = new RecordText(schema, collection).replace(parts, given);
          ObjectNode now = one(runner, text, name, key);
          return tagged(Response.ok(now), now);
        });
  }

  @PATCH
  @Path("{key: .+}")
  @Operation(
      summary = "Changes members of a record; with If-Match of the one that was read, else 412",
      body = Map.class,
      answer = Map.class)
  public Response change(
      @PathParam("schema") String schema,
      @PathParam("name") String name,
      @PathParam("key") String key,
      @Nullable ObjectNode members,
      @Context HttpServletRequest request)
      throws IOException {
    ObjectNode given = Inputs.require(members, "the change");
    return work(
        request,
        schema,
        name,
        (runner, collection) -> {
          List<String> parts = RecordKey.parse(collection, key);
          require(request, runner, schema, collection, parts);
          RecordText text = new RecordText(schema, collection).update(parts, given);
          ObjectNode now = one(runner, text, name, key);
          return tagged(Response.ok(now), now);
        });
  }

  @DELETE
  @Path("{key: .+}")
  @Operation(
      summary = "Removes a record; with If-Match the one that was read, else 412",
      status = 204)
  public Response remove(
      @PathParam("schema") String schema,
      @PathParam("name") String name,
      @PathParam("key") String key,
      @Context HttpServletRequest request)
      throws IOException {
    return work(
        request,
        schema,
        name,
        (runner, collection) -> {
          List<String> parts = RecordKey.parse(collection, key);
          require(request, runner, schema, collection, parts);
          RecordText text = new RecordText(schema, collection).delete(parts);
          PreparedStatement prepared = runner.prepare(SQL, text.text(), text.types());
          try (Execution execution = runner.execute(prepared, text.parameters())) {
            execution.next(1);
            if (execution.count() == 0) {
              throw Inputs.unknown("record", name + "/" + key);
            }
          }
          return Response.noContent().build();
        });
  }

  private <T> T work(HttpServletRequest request, String schema, String name, Work<T> work)
      throws IOException {
    Session session = Caller.session(request);
    StatementRunner runner = new StatementRunner(services, request);
    Collection collection = collection(session, schema, name);
    return runner.inTransaction(
        request.getMethod() + " " + request.getRequestURI(), 0, () -> work.on(runner, collection));
  }

  private Collection collection(Session session, String schemaName, String name) {
    CatalogView catalog = services.catalog().current();
    return catalog
        .schema(session.database().id(), schemaName)
        .flatMap(schema -> catalog.collection(schema.id(), name))
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.UNDEFINED_TABLE,
                    "relation \"" + schemaName + "." + name + "\" does not exist"));
  }

  private ObjectNode one(StatementRunner runner, RecordText text, String name, String key)
      throws IOException {
    List<ObjectNode> found = run(runner, text);
    if (found.isEmpty()) {
      throw Inputs.unknown("record", name + "/" + key);
    }
    return found.getFirst();
  }

  private List<ObjectNode> run(StatementRunner runner, RecordText text) throws IOException {
    PreparedStatement prepared = runner.prepare(SQL, text.text(), text.types());
    List<ObjectNode> records = new ArrayList<>();
    try (Execution execution = runner.execute(prepared, text.parameters())) {
      for (Batch batch = execution.next(BATCH_ROWS);
          batch != null;
          batch = execution.next(BATCH_ROWS)) {
        for (int row = 0; row < batch.rows(); row++) {
          records.add(record(prepared, batch, row));
        }
      }
    }
    return records;
  }

  private ObjectNode record(PreparedStatement prepared, Batch batch, int row) throws IOException {
    JsonOutput values = new JsonOutput(false);
    StringWriter text = new StringWriter();
    try (JsonGenerator out = mapper.createGenerator(text)) {
      out.writeStartObject();
      for (int column = 0; column < prepared.columns().size(); column++) {
        out.writeFieldName(prepared.columns().get(column).name());
        values.write(out, batch.column(column).get(row), prepared.columns().get(column).type());
      }
      out.writeEndObject();
    }
    ObjectNode record = (ObjectNode) mapper.readTree(text.toString());
    JsonNode undeclared = record.path(RecordText.REMAINDER);
    if (undeclared instanceof ObjectNode members) {
      record.remove(RecordText.REMAINDER);
      members.properties().forEach(m -> record.set(m.getKey(), m.getValue()));
    }
    return record;
  }
}
