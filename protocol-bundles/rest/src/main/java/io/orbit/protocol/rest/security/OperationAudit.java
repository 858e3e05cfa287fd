package io.orbit.protocol.rest.security;

import io.orbit.api.ops.AuditLog;
import io.orbit.api.ops.AuditLog.Event;
import io.orbit.api.security.Session;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response.Status;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the audit log what operators do by REST and by the console on it: every request to a route
 * for superusers that changes something, and every one that was forbidden. Bodies are not recorded,
 * since they may hold secrets.
 */
public final class OperationAudit implements ContainerResponseFilter {
  private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

  private final AuditLog audit;

  @Context private HttpServletRequest servletRequest;
  @Context private ResourceInfo resource;

  public OperationAudit(AuditLog audit) {
    this.audit = audit;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    boolean forbidden = response.getStatus() == Status.FORBIDDEN.getStatusCode();
    boolean changes = CHANGING.contains(request.getMethod()) && isOperation();
    if (forbidden || changes) {
      Caller.of(servletRequest)
          .known()
          .ifPresent(session -> record(session, request, response.getStatus()));
    }
  }

  private boolean isOperation() {
    Method method = resource.getResourceMethod();
    return method != null
        && (method.isAnnotationPresent(SuperuserOnly.class)
            || resource.getResourceClass().isAnnotationPresent(SuperuserOnly.class));
  }

  private void record(Session session, ContainerRequestContext request, int status) {
    String query =
        Optional.ofNullable(request.getUriInfo().getRequestUri().getRawQuery())
            .map(text -> "?" + text)
            .orElse("");
    audit.record(
        new Event(
            session.sessionUser().name(),
            session.request().protocol(),
            session.request().remoteAddress(),
            "operate",
            request.getMethod() + " /" + request.getUriInfo().getPath() + query,
            status < Status.BAD_REQUEST.getStatusCode(),
            Integer.toString(status)));
  }
}
