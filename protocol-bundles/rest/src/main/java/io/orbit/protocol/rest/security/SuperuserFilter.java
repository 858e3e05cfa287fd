package io.orbit.protocol.rest.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;

/** Refuses {@link SuperuserOnly} routes to everybody else. */
@SuperuserOnly
@Priority(Priorities.AUTHORIZATION)
public final class SuperuserFilter implements ContainerRequestFilter {
  @Context private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!Caller.of(servletRequest).session().principal().superuser()) {
      throw new OrbitException(ErrorCode.INSUFFICIENT_PRIVILEGE, "must be superuser")
          .withHint("Ask an administrator, or log in as one.");
    }
  }
}
