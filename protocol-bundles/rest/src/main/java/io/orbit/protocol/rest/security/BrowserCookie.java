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

  static Optional<String> read(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name(request))) {
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

  private static String header(HttpServletRequest request, String value) {
    return name(request)
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Strict"
        + (request.isSecure() ? "; Secure" : "");
  }
}
