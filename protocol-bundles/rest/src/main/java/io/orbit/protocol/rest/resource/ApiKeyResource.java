package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.ApiKey;
import io.orbit.api.security.ApiKeys;
import io.orbit.api.security.Session;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.openapi.OptionalMember;
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
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keys for programs: one's own, for superusers those of all. */
@Path("api/v1/api-keys")
@Produces(MediaType.APPLICATION_JSON)
public final class ApiKeyResource {
  private static final long NEVER = Long.MAX_VALUE;

  private final ApiKeys keys;

  /**
   * A key to be made.
   *
   * @param name what it is for
   * @param user whose rights it has; the caller's when not said
   * @param scope {@code read}, {@code write} or {@code all}, as when not said
   * @param expiresAt ISO 8601 with a zone; never when not said
   */
  public record Wanted(
      String name,
      @OptionalMember @Nullable String user,
      @OptionalMember @Nullable String scope,
      @OptionalMember @Nullable String expiresAt) {}

  /** What is known of a key; times in ISO 8601. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Known(
      String id,
      String name,
      String user,
      String scope,
      String createdAt,
      @OptionalMember @Nullable String expiresAt) {}

  /**
   * A key just made.
   *
   * @param key what its holder shows; answered only this once
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Made(
      String id,
      String name,
      String user,
      String scope,
      String createdAt,
      @OptionalMember @Nullable String expiresAt,
      String key) {}

  public ApiKeyResource(ApiKeys keys) {
    this.keys = keys;
  }

  @GET
  @Operation(
      summary = "Lists one's own API keys, for superusers those of all",
      answer = Known.class,
      list = true)
  public List<Known> list(@Context HttpServletRequest request) {
    return keys.list(Caller.session(request)).stream().map(ApiKeyResource::describe).toList();
  }

  @GET
  @Path("{id}")
  @Operation(summary = "Shows an API key, without what its holder shows", answer = Known.class)
  public Known show(@PathParam("id") String id, @Context HttpServletRequest request) {
    return list(request).stream()
        .filter(key -> key.id().equals(id))
        .findAny()
        .orElseThrow(() -> Inputs.unknown("API key", id));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes an API key, which is answered only this once",
      status = 201,
      body = Wanted.class,
      answer = Made.class)
  public Response create(@Nullable Wanted wanted, @Context HttpServletRequest request) {
    Wanted given = Inputs.require(wanted, "name");
    Session session = Caller.session(request);
    ApiKeys.Created created =
        keys.create(
            session,
            Objects.requireNonNullElse(given.user(), session.sessionUser().name()),
            scope(Objects.requireNonNullElse(given.scope(), "all")),
            Inputs.require(given.name(), "name"),
            given.expiresAt() == null ? NEVER : instant(given.expiresAt()));
    Known known = describe(created.about());
    return Response.status(Response.Status.CREATED)
        .location(URI.create(request.getRequestURI() + "/" + known.id()))
        .entity(
            new Made(
                known.id(),
                known.name(),
                known.user(),
                known.scope(),
                known.createdAt(),
                known.expiresAt(),
                created.key()))
        .build();
  }

  @DELETE
  @Path("{id}")
  @Operation(summary = "Revokes an API key at once", status = 204)
  public Response revoke(@PathParam("id") String id, @Context HttpServletRequest request) {
    if (!keys.revoke(Caller.session(request), id)) {
      throw Inputs.unknown("API key", id);
    }
    return Response.noContent().build();
  }

  private static Known describe(ApiKey key) {
    return new Known(
        key.id(),
        key.name(),
        key.user(),
        key.scope().name().toLowerCase(Locale.ROOT),
        Instant.ofEpochMilli(key.createdAt()).toString(),
        key.validUntil() == NEVER ? null : Instant.ofEpochMilli(key.validUntil()).toString());
  }

  private static ApiKey.Scope scope(String text) {
    return switch (text) {
      case "read" -> ApiKey.Scope.READ;
      case "write" -> ApiKey.Scope.WRITE;
      case "all" -> ApiKey.Scope.ALL;
      default ->
          throw new OrbitException(
              ErrorCode.INVALID_PARAMETER_VALUE, "scope is none of read, write and all");
    };
  }

  private static long instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException malformed) {
      throw new OrbitException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "expiresAt is no date with time and zone",
              malformed)
          .withHint("Such as 2030-12-31T23:59:59Z.");
    }
  }
}
