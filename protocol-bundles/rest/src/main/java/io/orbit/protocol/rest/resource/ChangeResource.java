package io.orbit.protocol.rest.resource;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.FeedEvent;
import io.orbit.api.feed.FeedEvent.Operation;
import io.orbit.protocol.rest.changes.ChangeStreams;
import io.orbit.protocol.rest.changes.ChangeStreams.Wanted;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is committed, as it is committed. */
@Path("api/v1/changes")
public final class ChangeResource {
  private final ChangeStreams streams;

  public ChangeResource(ChangeStreams streams) {
    this.streams = streams;
  }

  /**
   * @param collections names with commas between them; all tables that the caller may read when
   *     empty
   * @param keys {@code true} or {@code false}; whether Redis' own keys too, by default where no
   *     collections are named
   * @param operations with commas between them; all when empty
   */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @io.orbit.protocol.rest.openapi.Operation(
      summary =
          "Follows what is committed, as events begin, change, commit and position, resumed by"
              + " Last-Event-ID",
      answer = String.class)
  public void follow(
      @QueryParam("collections") @DefaultValue("") String collections,
      @QueryParam("keys") @DefaultValue("") String keys,
      @QueryParam("operations") @DefaultValue("") String operations,
      @QueryParam("before") @DefaultValue("false") boolean before,
      @QueryParam("from") @DefaultValue("now") String from,
      @QueryParam("group") @DefaultValue("") String group,
      @QueryParam("durable") @DefaultValue("true") boolean durable,
      @HeaderParam("Last-Event-ID") @Nullable String last,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletRequest request) {
    List<String> names = list(collections);
    boolean withKeys = keys.isEmpty() ? names.isEmpty() : Boolean.parseBoolean(keys);
    Wanted wanted =
        new Wanted(
            names,
            withKeys,
            operations(operations),
            before,
            last == null || last.isBlank() ? from : last.strip(),
            group,
            durable);
    if (!group.isEmpty()) {
      ChangeGroupResource.requireSuperuser(request);
    }
    streams.add(wanted, sink, sse, request);
  }

  static List<String> list(String names) {
    return List.of(names.split(",")).stream()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static Set<Operation> operations(String names) {
    Set<Operation> operations = EnumSet.noneOf(FeedEvent.Operation.class);
    for (String name : list(names)) {
      operations.add(
          switch (name.toLowerCase(Locale.ROOT)) {
            case "insert" -> Operation.INSERT;
            case "update" -> Operation.UPDATE;
            case "edit" -> Operation.EDIT;
            case "expire" -> Operation.EXPIRE;
            case "delete" -> Operation.DELETE;
            case "clear" -> Operation.CLEAR_SPACE;
            default ->
                throw new OrbitException(
                        ErrorCode.INVALID_PARAMETER_VALUE, "\"" + name + "\" is no operation")
                    .withHint("There are insert, update, edit, expire, delete and clear.");
          });
    }
    return operations;
  }
}
