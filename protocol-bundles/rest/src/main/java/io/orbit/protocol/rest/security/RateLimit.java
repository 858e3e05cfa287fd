package io.orbit.protocol.rest.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.security.Session;
import io.orbit.protocol.rest.Problem;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Refuses a user's requests beyond so many a minute with 429 (RFC 6585 §4), and says with every
 * answer how many there may be and are left ({@code RateLimit-Policy} and {@code RateLimit}, the
 * IETF's draft-ietf-httpapi-ratelimit-headers). Those who prove nothing are slowed elsewhere.
 */
@PreMatching
@Priority(Priorities.AUTHENTICATION + 1)
public final class RateLimit implements ContainerRequestFilter, ContainerResponseFilter {
  private static final int TOO_MANY = 429;
  private static final int WINDOW_SECONDS = 60;
  private static final String TAKEN = RateLimit.class.getName();

  private final RequestBuckets buckets;
  private final Supplier<AccessRules> rules;

  @Context private HttpServletRequest servletRequest;

  public RateLimit(RequestBuckets buckets, Supplier<AccessRules> rules) {
    this.buckets = buckets;
    this.rules = rules;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Optional<Session> session = Caller.of(servletRequest).known();
    if (session.isEmpty()) {
      return;
    }
    String user = session.get().sessionUser().name();
    int most = rules.get().requestsPerMinute(user);
    if (most <= 0) {
      return;
    }
    RequestBuckets.Taken taken = buckets.take(user, most);
    request.setProperty(TAKEN, taken);
    if (!taken.granted()) {
      request.abortWith(
          Response.status(TOO_MANY)
              .type(Problem.MEDIA_TYPE)
              .header(HttpHeaders.RETRY_AFTER, taken.secondsToNext())
              .entity(
                  Problem.of(
                      TOO_MANY,
                      "Too many requests",
                      "user \"" + user + "\" may make " + most + " requests a minute",
                      ErrorCode.CONFIGURATION_LIMIT_EXCEEDED))
              .build());
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(TAKEN) instanceof RequestBuckets.Taken taken) {
      response
          .getHeaders()
          .putSingle("RateLimit-Policy", "\"user\";q=" + taken.most() + ";w=" + WINDOW_SECONDS);
      response
          .getHeaders()
          .putSingle("RateLimit", "\"user\";r=" + taken.left() + ";t=" + taken.secondsToAll());
    }
  }
}
