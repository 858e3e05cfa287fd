package io.orbit.console;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A page that a bundle brings: a script of its own, which draws into an element of the console.
 *
 * <p>The bundle says so by a header of its manifest, {@link #HEADER}: {@code
 * Echo;path=echo;script=console/echo.js;superuser=true}. It is there as long as the bundle is
 * active.
 *
 * @param name as people read it
 * @param path by which the console addresses it, lower-case letters, digits and hyphens
 * @param superuser whether it is for superusers only
 * @param version changes whenever the script may have
 * @param script reads the script
 */
record ConsolePage(
    String name, String path, boolean superuser, long version, Supplier<byte[]> script) {
  /** The manifest's header. */
  static final String HEADER = "Orbit-Console-Page";

  private static final Pattern PATH = Pattern.compile("[a-z][a-z0-9-]{0,40}");
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N} .-]{1,40}");

  /** Where a page's script lies in its bundle. */
  interface Reader {
    Supplier<byte[]> of(String file);
  }

  /**
   * Reads a header.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static ConsolePage parse(String header, long version, Reader reader) {
    String[] parts = header.split(";");
    Map<String, String> members = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("\"" + parts[i] + "\" is no NAME=VALUE");
      }
      members.put(parts[i].substring(0, equals).strip(), parts[i].substring(equals + 1).strip());
    }
    String name = matching(parts[0].strip(), NAME, "a name");
    String path = matching(members.getOrDefault("path", ""), PATH, "path");
    String script =
        Optional.ofNullable(members.get("script"))
            .orElseThrow(() -> new IllegalArgumentException("script is missing"));
    return new ConsolePage(
        name, path, Boolean.parseBoolean(members.get("superuser")), version, reader.of(script));
  }

  private static String matching(String value, Pattern form, String what) {
    if (!form.matcher(value).matches()) {
      throw new IllegalArgumentException(what + " must not be \"" + value + "\"");
    }
    return value;
  }

  /** As the console's script is told of it. */
  String json() {
    return "{\"name\":\""
        + name
        + "\",\"path\":\""
        + path
        + "\",\"superuser\":"
        + superuser
        + ",\"version\":"
        + version
        + "}";
  }
}
