package io.orbit.protocol.rest.resource;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Identity;
import io.orbit.api.security.Session;
import io.orbit.api.security.WebLogin;
import io.orbit.api.security.WebLogin.Begun;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.Authentication;
import io.orbit.protocol.rest.security.BrowserCookie;
import io.orbit.protocol.rest.security.BrowserSession;
import io.orbit.protocol.rest.security.BrowserSessions;
import io.orbit.protocol.rest.security.Open;
import io.orbit.protocol.rest.security.WebLogins;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The browser's log-in at a page elsewhere. */
@Path("api/v1/session/providers")
@Produces(MediaType.APPLICATION_JSON)
public final class WebLoginResource {
  private static final URI CONSOLE = URI.create("/console/");

  private final WebLogins logins;
  private final Authentication authentication;
  private final BrowserSessions browsers;

  /**
   * Where one can log in.
   *
   * @param title what a person reads
   * @param address where a browser goes to begin
   */
  public record Provider(String name, String title, String address) {}

  public WebLoginResource(
      WebLogins logins, Authentication authentication, BrowserSessions browsers) {
    this.logins = logins;
    this.authentication = authentication;
    this.browsers = browsers;
  }

  @GET
  @Open
  @Operation(
      summary = "Lists where a browser can log in beside here",
      answer = Provider.class,
      list = true)
  public List<Provider> list() {
    return logins.providers().stream()
        .map(
            one ->
                new Provider(
                    one.name(), one.title(), "/api/v1/session/providers/" + one.name() + "/begin"))
        .toList();
  }

  @GET
  @Open
  @Path("{name}/begin")
  @Operation(summary = "Sends a browser to a provider's page", status = 303)
  public Response begin(@PathParam("name") String name, @Context HttpServletRequest request) {
    WebLogin login = provider(name);
    String here = request.getRequestURL().toString();
    URI callback = URI.create(here.substring(0, here.length() - "begin".length()) + "callback");
    Begun begun = login.begin(callback);
    String cookie = logins.keep(name, begun);
    return Response.seeOther(begun.address())
        .header(HttpHeaders.SET_COOKIE, BrowserCookie.setLogin(request, cookie))
        .build();
  }

  @GET
  @Open
  @Path("{name}/callback")
  @Operation(summary = "Logs a browser in that comes back from a provider's page", status = 303)
  public Response callback(
      @PathParam("name") String name,
      @QueryParam("state") @DefaultValue("") String state,
      @QueryParam("code") @DefaultValue("") String code,
      @QueryParam("error") @DefaultValue("") String error,
      @Context HttpServletRequest request) {
    WebLogin login = provider(name);
    Optional<Begun> begun = logins.take(name, BrowserCookie.readLogin(request), state);
    if (begun.isEmpty() || code.isEmpty()) {
      throw new OrbitException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              error.isEmpty()
                  ? "this browser has no log-in under way"
                  : "the provider did not log anybody in")
          .withHint("Begin the log-in again.");
    }
    Identity identity = login.finish(begun.get(), code);
    try (Session session = authentication.open(identity)) {
      BrowserSession browser = browsers.begin(session);
      return Response.seeOther(CONSOLE)
          .header(HttpHeaders.SET_COOKIE, BrowserCookie.set(request, browser))
          .header(HttpHeaders.SET_COOKIE, BrowserCookie.clearLogin(request))
          .build();
    }
  }

  private WebLogin provider(String name) {
    return logins.provider(name).orElseThrow(() -> Inputs.unknown("provider of log-ins", name));
  }
}
