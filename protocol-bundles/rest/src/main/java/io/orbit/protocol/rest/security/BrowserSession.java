package io.orbit.protocol.rest.security;

import io.orbit.api.security.Identity;
import java.util.Optional;

/**
 * A log-in of a browser.
 *
 * @param id the cookie's value, a secret
 * @param user who
 * @param identity what a provider said of them, where one did
 * @param csrfToken what unsafe requests must show in a header
 * @param createdAt milliseconds since 1970
 */
public record BrowserSession(
    String id, String user, Optional<Identity> identity, String csrfToken, long createdAt) {
  @Override
  public String toString() {
    return "log-in of " + user;
  }
}
