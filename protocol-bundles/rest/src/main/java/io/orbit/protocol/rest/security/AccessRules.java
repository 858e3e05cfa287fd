package io.orbit.protocol.rest.security;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may ask from where, and how often.
 *
 * @param origins of foreign pages that may ask
 * @param requestsPerMinute of each user, 0 for any number
 * @param requestsOf the same of some users
 */
public record AccessRules(
    Set<String> origins, int requestsPerMinute, Map<String, Integer> requestsOf) {
  /** No foreign pages, no limit. */
  public static final AccessRules OPEN = new AccessRules(Set.of(), 0, Map.of());

  /**
   * The rules as they are configured.
   *
   * @throws IllegalArgumentException when they cannot be understood
   */
  public static AccessRules parse(String origins, int requestsPerMinute, String requestsOf) {
    return new AccessRules(
        words(origins).map(AccessRules::origin).collect(Collectors.toUnmodifiableSet()),
        requestsPerMinute,
        words(requestsOf)
            .map(word -> word.split("=", 2))
            .collect(Collectors.toUnmodifiableMap(pair -> pair[0].strip(), AccessRules::number)));
  }

  private static Stream<String> words(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(word -> !word.isEmpty());
  }

  /** Scheme, host and port, as browsers write it (RFC 6454 §6.2); never all origins at once. */
  private static String origin(String text) {
    URI parsed = URI.create(text);
    if (parsed.getScheme() == null
        || parsed.getHost() == null
        || !parsed.getRawPath().isEmpty()
        || parsed.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "an origin is like https://app.example.org, not like " + text);
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static int number(String[] pair) {
    if (pair.length < 2) {
      throw new IllegalArgumentException(
          "a limit of a user is like reports=60, not like " + pair[0]);
    }
    return Integer.parseInt(pair[1].strip());
  }

  boolean allows(String origin) {
    return origins.contains(origin.toLowerCase(Locale.ROOT));
  }

  int requestsPerMinute(String user) {
    return requestsOf.getOrDefault(user, requestsPerMinute);
  }
}
