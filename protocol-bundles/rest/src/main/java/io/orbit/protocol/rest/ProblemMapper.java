package io.orbit.protocol.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.protocol.rest.security.Authentication;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every failure as problem details. What is a bug of ours is logged, and the client gets its number
 * only.
 */
public final class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(Throwable failure) {
    return switch (failure) {
      case OrbitException known -> respond(known);
      case JsonProcessingException malformed ->
          respond(
              new OrbitException(
                  ErrorCode.INVALID_JSON,
                  "the body is not what is expected: " + malformed.getOriginalMessage()));
      case WebApplicationException http -> respond(http);
      default -> respond(unexpected(failure));
    };
  }

  private Response respond(OrbitException error) {
    if (error.code() == ErrorCode.INTERNAL_ERROR || error.code() == ErrorCode.DATA_CORRUPTED) {
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), error);
    }
    Problem problem = Problem.of(error);
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    if (problem.status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
      Authentication.challenge(request)
          .ifPresent(c -> response.header(HttpHeaders.WWW_AUTHENTICATE, c));
    }
    return response.build();
  }

  private Response respond(WebApplicationException http) {
    Response original = http.getResponse();
    Response.StatusType status = original.getStatusInfo();
    String detail =
        request.getMethod() + " " + request.getRequestURI() + ": " + status.getReasonPhrase();
    Response.ResponseBuilder response =
        Response.status(status)
            .type(Problem.MEDIA_TYPE)
            .entity(Problem.of(status.getStatusCode(), status.getReasonPhrase(), detail));
    Object allow = original.getHeaders().getFirst(HttpHeaders.ALLOW);
    return allow == null ? response.build() : response.header(HttpHeaders.ALLOW, allow).build();
  }

  private OrbitException unexpected(Throwable failure) {
    String number = UUID.randomUUID().toString();
    LOG.error("{} {} failed ({})", request.getMethod(), request.getRequestURI(), number, failure);
    return new OrbitException(
            ErrorCode.INTERNAL_ERROR,
            "this is a bug; please report it with the log's entry " + number)
        .withHint("The administrator finds the number in the server's log.");
  }
}
