package io.orbit.protocol.rest.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.security.ApiKeys;
import io.orbit.api.security.Identity;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.security.Sessions;
import io.orbit.protocol.rest.RestServices;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens the request's session: by basic authentication (RFC 7617), by an API key (as a bearer
 * token, RFC 6750, or in a header of its own), by a token of an identity provider (RFC 7519), by a
 * browser's cookie, or, in developers' mode, for anybody on this machine. Whatever is not named
 * open here is refused without credentials, whether it exists or not. Against forged requests: an
 * unsafe one from another origin is refused always, and one by cookie must show the log-in's token.
 */
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public final class Authentication implements ContainerRequestFilter {
  /** Header that carries the log-in's token. */
  public static final String CSRF_HEADER = "X-CSRF-Token";

  /** Query parameter that names another database than the user's own. */
  public static final String DATABASE_PARAMETER = "database";

  /** Header that carries an API key, where Authorization is taken. */
  public static final String KEY_HEADER = "X-API-Key";

  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";
  private static final Set<String> OPEN_PATHS = Set.of("health", "ready", "live");
  private static final String SESSION_PATH = "api/v1/session";
  private static final String PROVIDERS_PATH = SESSION_PATH + "/providers";
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private final Sessions sessions;
  private final ApiKeys keys;
  private final BrowserSessions browsers;
  private final ServerInfo server;
  private final Supplier<AccessRules> rules;

  @Context private HttpServletRequest servletRequest;

  public Authentication(
      RestServices services, BrowserSessions browsers, Supplier<AccessRules> rules) {
    this.sessions = services.sessions();
    this.keys = services.apiKeys();
    this.browsers = browsers;
    this.server = services.server();
    this.rules = rules;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    boolean safe = SAFE_METHODS.contains(request.getMethod());
    if (!safe) {
      requireOwnOrigin(request);
    }
    if (isOpen(request.getMethod(), request.getUriInfo().getPath())) {
      return;
    }
    String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    Caller caller = Caller.of(servletRequest);
    if (authorization != null) {
      caller.identify(byHeader(authorization), null);
      return;
    }
    String key = request.getHeaderString(KEY_HEADER);
    if (key != null) {
      caller.identify(byKey(key), null);
      return;
    }
    Optional<BrowserSession> browser = BrowserCookie.read(servletRequest).flatMap(browsers::find);
    if (browser.isPresent()) {
      if (!safe) {
        requireToken(browser.get(), request.getHeaderString(CSRF_HEADER));
      }
      caller.identify(open(browser.get()), browser.get());
      return;
    }
    caller.identify(withoutProof(request), null);
  }

  private Session open(BrowserSession browser) {
    SessionRequest request = sessionRequest(browser.user());
    return browser
        .identity()
        .map(identity -> sessions.open(request, identity))
        .orElseGet(() -> sessions.open(request));
  }

  /** Opens a session for whom a provider has proven. */
  public Session open(Identity identity) {
    return sessions.open(sessionRequest(identity.user()), identity);
  }

  /** Whether anybody may ask that. */
  public static boolean isOpen(String method, String path) {
    return OPEN_PATHS.contains(path) && SAFE_METHODS.contains(method)
        || path.equals(SESSION_PATH) && method.equals("POST")
        || (path.equals(PROVIDERS_PATH) || path.startsWith(PROVIDERS_PATH + "/"))
            && SAFE_METHODS.contains(method);
  }

  /** What a refused client is told to send; browsers' scripts are not, lest a dialogue pop up. */
  public static Optional<String> challenge(HttpServletRequest request) {
    String mode = request.getHeader("Sec-Fetch-Mode");
    return mode == null || mode.equals("navigate")
        ? Optional.of("Basic realm=\"Orbit\", charset=\"UTF-8\"")
        : Optional.empty();
  }

  /** Checks a password and opens a session. Blocks. */
  public Session authenticate(String user, String password) {
    return sessions.authenticate(sessionRequest(user), password);
  }

  private Session byHeader(String authorization) {
    String scheme = authorization.toLowerCase(Locale.ROOT);
    if (scheme.startsWith(BASIC)) {
      return byPassword(authorization.substring(BASIC.length()).strip());
    }
    if (scheme.startsWith(BEARER)) {
      String token = authorization.substring(BEARER.length()).strip();
      return isJwt(token) ? sessions.openByToken(sessionRequest(""), token) : byKey(token);
    }
    throw new OrbitException(
        ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
        "of the authentication schemes Basic and Bearer are supported");
  }

  /** Three parts with dots between them (RFC 7519 §3); a key of ours has none. */
  private static boolean isJwt(String token) {
    return token.chars().filter(c -> c == '.').count() == 2;
  }

  private Session byKey(String key) {
    return keys.open(sessionRequest(""), key);
  }

  private Session byPassword(String credentials) {
    String decoded;
    try {
      byte[] bytes = Base64.getDecoder().decode(credentials);
      decoded = new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new OrbitException(
          ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
          "the credentials are not in Base64",
          malformed);
    }
    int colon = decoded.indexOf(':');
    if (colon < 0) {
      throw new OrbitException(
          ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, "the credentials have no password");
    }
    return authenticate(decoded.substring(0, colon), decoded.substring(colon + 1));
  }

  /** In developers' mode the Host must be this machine's, so that no foreign name leads here. */
  private Session withoutProof(ContainerRequestContext request) {
    if (server.devMode() && !isLoopback(request.getUriInfo().getRequestUri().getHost())) {
      throw new OrbitException(
          ErrorCode.AUTHENTICATION_REQUIRED, "without a password only localhost is served");
    }
    return sessions.openUnauthenticated(sessionRequest("orbit"));
  }

  private static boolean isLoopback(@Nullable String host) {
    return host != null
        && (host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]"));
  }

  private SessionRequest sessionRequest(String user) {
    String database = servletRequest.getParameter(DATABASE_PARAMETER);
    String agent = servletRequest.getHeader(HttpHeaders.USER_AGENT);
    String remote = servletRequest.getRemoteAddr();
    return new SessionRequest(
        user,
        database == null ? "" : database,
        "rest",
        remote + ":" + servletRequest.getRemotePort(),
        isLoopbackAddress(remote),
        agent == null ? "" : agent);
  }

  private static boolean isLoopbackAddress(String address) {
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private static void requireToken(BrowserSession browser, @Nullable String token) {
    byte[] wanted = browser.csrfToken().getBytes(StandardCharsets.US_ASCII);
    byte[] given = (token == null ? "" : token).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(wanted, given)) {
      throw new OrbitException(
              ErrorCode.INSUFFICIENT_PRIVILEGE,
              "a request by cookie must show the log-in's token in the header " + CSRF_HEADER)
          .withHint("GET /api/v1/session answers it.");
    }
  }

  /** Whether a request carries what only its own program knows, and not just a cookie. */
  private static boolean showsProof(ContainerRequestContext request) {
    return request.getHeaderString(HttpHeaders.AUTHORIZATION) != null
        || request.getHeaderString(KEY_HEADER) != null;
  }

  private void requireOwnOrigin(ContainerRequestContext request) {
    String origin = request.getHeaderString("Origin");
    if (origin == null) {
      return;
    }
    URI own = request.getUriInfo().getRequestUri();
    String authority;
    try {
      authority = URI.create(origin).getRawAuthority();
    } catch (IllegalArgumentException malformed) {
      authority = null;
    }
    boolean welcome = showsProof(request) && rules.get().allows(origin);
    if (welcome) {
      return;
    }
    if (authority == null || !authority.equalsIgnoreCase(own.getRawAuthority())) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "requests from pages of " + origin + " are refused");
    }
  }
}
