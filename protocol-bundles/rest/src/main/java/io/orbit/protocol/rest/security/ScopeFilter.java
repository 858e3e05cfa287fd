package io.orbit.protocol.rest.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.ApiKey;
import io.orbit.api.security.Session;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.util.Optional;
import java.util.Set;

/**
 * Holds API keys to their scope: without all no operator's routes, and with read nothing that
 * changes. Statements are let through, for the kernel gives such a session transactions that only
 * read.
 */
@Priority(Priorities.AUTHORIZATION)
public final class ScopeFilter implements ContainerRequestFilter {
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> STATEMENTS = Set.of("api/v1/statements", "api/v1/scripts");

  @Context private HttpServletRequest servletRequest;
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    Optional<Session> session = Caller.of(servletRequest).known();
    ApiKey.Scope scope = session.map(Session::scope).orElse(ApiKey.Scope.ALL);
    boolean allowed =
        switch (scope) {
          case ALL -> true;
          case WRITE -> !isOperation();
          case READ ->
              !isOperation()
                  && (SAFE_METHODS.contains(request.getMethod())
                      || STATEMENTS.contains(request.getUriInfo().getPath()));
        };
    if (!allowed) {
      throw new OrbitException(
              ErrorCode.INSUFFICIENT_PRIVILEGE, "the scope of this API key does not allow that")
          .withHint("Make a key of a wider scope.");
    }
  }

  private boolean isOperation() {
    return resource.getResourceMethod().isAnnotationPresent(SuperuserOnly.class)
        || resource.getResourceClass().isAnnotationPresent(SuperuserOnly.class);
  }
}
