package io.orbit.protocol.rest.security;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/**
 * Lets scripts of the origins that the rules name ask and read the answers (the Fetch standard's
 * CORS protocol). They show an API key, a token or a password of their own: cookies are never asked
 * for, so a browser's log-in is of no use to another page. Preflights are answered before anybody
 * proves anything.
 */
@PreMatching
@Priority(Priorities.AUTHENTICATION - 1)
public final class CrossOrigin implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String ORIGIN = "Origin";
  private static final String METHOD = "Access-Control-Request-Method";
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  private static final String HEADERS =
      "Authorization, X-API-Key, Content-Type, Accept, If-Match, If-None-Match, Idempotency-Key,"
          + " Last-Event-ID, X-SHA256, traceparent";
  private static final String EXPOSED =
      "ETag, Location, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed";
  private static final int SECONDS = 600;

  private final Supplier<AccessRules> rules;

  public CrossOrigin(Supplier<AccessRules> rules) {
    this.rules = rules;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getMethod().equals("OPTIONS")
        && request.getHeaderString(METHOD) != null
        && isAllowed(request)) {
      request.abortWith(
          Response.noContent()
              .header("Access-Control-Allow-Methods", METHODS)
              .header("Access-Control-Allow-Headers", HEADERS)
              .header("Access-Control-Max-Age", SECONDS)
              .build());
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (rules.get().origins().isEmpty()) {
      return;
    }
    response.getHeaders().add(HttpHeaders.VARY, ORIGIN);
    if (isAllowed(request)) {
      response
          .getHeaders()
          .putSingle("Access-Control-Allow-Origin", request.getHeaderString(ORIGIN));
      response.getHeaders().putSingle("Access-Control-Expose-Headers", EXPOSED);
    }
  }

  private boolean isAllowed(ContainerRequestContext request) {
    String origin = request.getHeaderString(ORIGIN);
    return origin != null && rules.get().allows(origin);
  }
}
