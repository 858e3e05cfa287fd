package io.orbit.protocol.rest.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * The cookie of a log-in: out of reach of scripts, sent to this site's own requests only. Cookies
 * know no ports, so the port is in its name.
 */
public final class BrowserCookie {
  private BrowserCookie() {}

  private static String name(HttpServletRequest request) {
    return "orbit_session_" + request.getLocalPort();
  }

  private static String loginName(HttpServletRequest request) {
    return "orbit_login_" + request.getLocalPort();
  }

  static Optional<String> read(HttpServletRequest request) {
    return read(request, name(request));
  }

  /** What a log-in at a provider's page is known by. */
  public static Optional<String> readLogin(HttpServletRequest request) {
    return read(request, loginName(request));
  }

  private static Optional<String> read(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name)) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /** The header's value that sets it. */
  public static String set(HttpServletRequest request, BrowserSession session) {
    return header(request, session.id());
  }

  /** The header's value that takes it away. */
  public static String clear(HttpServletRequest request) {
    return header(request, "") + "; Max-Age=0";
  }

  /** The header's value that sets what a log-in elsewhere is known by: sent when one comes back. */
  public static String setLogin(HttpServletRequest request, String value) {
    return loginHeader(request, value, WebLogins.LIMIT.toSeconds());
  }

  public static String clearLogin(HttpServletRequest request) {
    return loginHeader(request, "", 0);
  }

  private static String loginHeader(HttpServletRequest request, String value, long seconds) {
    return loginName(request)
        + "="
        + value
        + "; Path=/api/v1/session/providers; HttpOnly; SameSite=Lax; Max-Age="
        + seconds
        + (request.isSecure() ? "; Secure" : "");
  }

  private static String header(HttpServletRequest request, String value) {
    return name(request)
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Strict"
        + (request.isSecure() ? "; Secure" : "");
  }
}
