package io.orbit.protocol.rest.resource;

import io.orbit.api.security.Session;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.Authentication;
import io.orbit.protocol.rest.security.BrowserCookie;
import io.orbit.protocol.rest.security.BrowserSession;
import io.orbit.protocol.rest.security.BrowserSessions;
import io.orbit.protocol.rest.security.Caller;
import io.orbit.protocol.rest.security.Open;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The browser's log-in. */
@Path("api/v1/session")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {
  private final Authentication authentication;
  private final BrowserSessions browsers;

  /** Name and password. */
  public record LogIn(String user, String password) {}

  /**
   * Who is logged in.
   *
   * @param csrfToken what unsafe requests by cookie must show; empty without a cookie
   */
  public record LoggedIn(String user, boolean superuser, String database, String csrfToken) {}

  public SessionResource(Authentication authentication, BrowserSessions browsers) {
    this.authentication = authentication;
    this.browsers = browsers;
  }

  @POST
  @Open
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Logs a browser in", body = LogIn.class, answer = LoggedIn.class)
  public Response logIn(LogIn logIn, @Context HttpServletRequest request) {
    Inputs.require(logIn, "user and password");
    String user = Inputs.require(logIn.user(), "user");
    String password = Inputs.require(logIn.password(), "password");
    try (Session session = authentication.authenticate(user, password)) {
      BrowserSession browser = browsers.begin(session);
      return Response.ok(describe(session, browser.csrfToken()))
          .header(HttpHeaders.SET_COOKIE, BrowserCookie.set(request, browser))
          .build();
    }
  }

  @GET
  @Operation(summary = "Tells who asks, and a browser its token", answer = LoggedIn.class)
  public LoggedIn current(@Context HttpServletRequest request) {
    Caller caller = Caller.of(request);
    String token = caller.browser().map(BrowserSession::csrfToken).orElse("");
    return describe(caller.session(), token);
  }

  @DELETE
  @Operation(summary = "Logs a browser out", status = 204)
  public Response logOut(@Context HttpServletRequest request) {
    Caller.of(request).browser().ifPresent(browsers::end);
    return Response.noContent()
        .header(HttpHeaders.SET_COOKIE, BrowserCookie.clear(request))
        .build();
  }

  private static LoggedIn describe(Session session, String token) {
    return new LoggedIn(
        session.sessionUser().name(),
        session.principal().superuser(),
        session.request().database(),
        token);
  }
}
