package io.orbit.protocol.rest.resource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text as part of a path (RFC 3986). */
final class PathText {
  private PathText() {}

  /** Everything escaped that a path would take for something else, but for slashes. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }
}
