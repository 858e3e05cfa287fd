package io.orbit.protocol.rest.resource;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.ChangeFeeds;
import io.orbit.api.feed.FeedGroup;
import io.orbit.api.feed.FeedPosition;
import io.orbit.api.security.Session;
import io.orbit.protocol.rest.changes.ChangeScope;
import io.orbit.protocol.rest.changes.ChangeStreams;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.openapi.OptionalMember;
import io.orbit.protocol.rest.security.Caller;
import io.orbit.protocol.rest.security.SuperuserOnly;
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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Named consumers of changes, of which the store remembers how far they are. */
@Path("api/v1/change-groups")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class ChangeGroupResource {
  private final ChangeFeeds feeds;
  private final ChangeStreams streams;
  private final Catalog catalog;

  /**
   * A group to be made.
   *
   * @param from {@code now}, {@code oldest} or a position; now when not said
   * @param before names of the tables of which the log is to carry before images for it
   */
  public record WantedGroup(
      String name,
      @OptionalMember @Nullable String from,
      @OptionalMember @Nullable List<String> before) {}

  /** How far a consumer is. */
  public record Acknowledgement(String position) {}

  /**
   * What is known of a group.
   *
   * @param position up to which it has acknowledged
   * @param lag bytes of log behind that
   * @param active whether somebody reads for it now
   * @param lost whether the log no longer has what it has not acknowledged
   */
  public record ChangeGroup(
      String name, String position, String createdAt, long lag, boolean active, boolean lost) {
    static ChangeGroup of(FeedGroup group) {
      return new ChangeGroup(
          group.name(),
          group.acknowledged().text(),
          Instant.ofEpochMilli(group.createdAt()).toString(),
          group.lag(),
          group.active(),
          group.lost());
    }
  }

  public ChangeGroupResource(ChangeFeeds feeds, ChangeStreams streams, Catalog catalog) {
    this.feeds = feeds;
    this.streams = streams;
    this.catalog = catalog;
  }

  /** A group is read and made by superusers only: what it has not read is kept for it. */
  static void requireSuperuser(HttpServletRequest request) {
    if (!Caller.session(request).principal().superuser()) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "must be superuser to read for a group");
    }
  }

  @GET
  @Operation(
      summary = "Lists the groups that consume changes",
      answer = ChangeGroup.class,
      list = true)
  public List<ChangeGroup> list() {
    return feeds.groups().stream().map(ChangeGroup::of).toList();
  }

  @GET
  @Path("{name}")
  @Operation(summary = "Shows a group", answer = ChangeGroup.class)
  public ChangeGroup show(@PathParam("name") String name) {
    return list().stream()
        .filter(group -> group.name().equals(name))
        .findAny()
        .orElseThrow(() -> Inputs.unknown("group", name));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes a group: from then on the log is kept for it",
      status = 201,
      body = WantedGroup.class,
      answer = ChangeGroup.class)
  public Response create(@Nullable WantedGroup wanted, @Context HttpServletRequest request) {
    WantedGroup given = Inputs.require(wanted, "name");
    String name = Inputs.require(given.name(), "name");
    Session session = Caller.session(request);
    List<String> tables = Objects.requireNonNullElse(given.before(), List.of());
    Set<Integer> images =
        tables.isEmpty() ? Set.of() : new ChangeScope(session, catalog, tables, false).spaces();
    FeedPosition from = streams.position(Objects.requireNonNullElse(given.from(), "now"));
    return Response.status(Response.Status.CREATED)
        .entity(ChangeGroup.of(feeds.createGroup(name, from, images)))
        .build();
  }

  @POST
  @Path("{name}/acknowledge")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Notes durably up to where a group has everything",
      body = Acknowledgement.class,
      answer = ChangeGroup.class)
  public ChangeGroup acknowledge(
      @PathParam("name") String name, @Nullable Acknowledgement acknowledgement) {
    Acknowledgement given = Inputs.require(acknowledgement, "position");
    String position = Inputs.require(given.position(), "position");
    feeds.acknowledge(name, new FeedPosition(position));
    return show(name);
  }

  @DELETE
  @Path("{name}")
  @Operation(summary = "Forgets a group", status = 204)
  public Response drop(@PathParam("name") String name) {
    feeds.dropGroup(name);
    return Response.noContent().build();
  }
}
