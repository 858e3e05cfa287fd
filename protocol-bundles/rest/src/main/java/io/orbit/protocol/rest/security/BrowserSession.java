package io.orbit.protocol.rest.security;

/**
 * A log-in of a browser.
 *
 * @param id the cookie's value, a secret
 * @param user who
 * @param csrfToken what unsafe requests must show in a header
 * @param createdAt milliseconds since 1970
 */
public record BrowserSession(String id, String user, String csrfToken, long createdAt) {
  @Override
  public String toString() {
    return "log-in of " + user;
  }
}
