package io.orbit.identity.oidc;

import java.net.URI;
import java.util.Set;

/**
 * What is known of an issuer and of ourselves there.
 *
 * @param audience of bearer tokens, empty for none
 * @param jwksUrl where its keys are, empty to be discovered
 * @param clientId our name there, empty for no log-in of browsers
 * @param clientSecretFile the file with the secret to it, or empty
 */
record Provider(
    URI issuer,
    String audience,
    String jwksUrl,
    Claims claims,
    String clientId,
    String clientSecretFile,
    String scope,
    int timeoutMillis,
    long keysMillis) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  Provider {
    requireSafe(issuer);
    if (!jwksUrl.isEmpty()) {
      requireSafe(URI.create(jwksUrl));
    }
    if (audience.isEmpty() && clientId.isEmpty()) {
      throw new IllegalArgumentException("neither audience nor client_id is said");
    }
  }

  /**
   * Which claims say who somebody is.
   *
   * @param roles a path with dots, empty for none
   * @param rolesPrefix only those count
   */
  record Claims(String user, String roles, String rolesPrefix) {}

  static Provider of(OidcSettings settings) {
    return new Provider(
        URI.create(settings.issuer()),
        settings.audience(),
        settings.jwks__url(),
        new Claims(settings.user__claim(), settings.roles__claim(), settings.roles__prefix()),
        settings.client__id(),
        settings.client__secret__file(),
        settings.scope(),
        settings.timeout__ms(),
        settings.keys__ms());
  }

  /** Keys and codes come over TLS, or from this machine. */
  static URI requireSafe(URI address) {
    boolean safe =
        "https".equals(address.getScheme())
            || "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost());
    if (!safe || address.getHost() == null) {
      throw new IllegalArgumentException(
          "an address of a provider begins with https:// and not as in " + address);
    }
    return address;
  }
}
