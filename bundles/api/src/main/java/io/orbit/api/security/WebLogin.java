package io.orbit.api.security;

import java.net.URI;

/**
 * Log-in of a browser at a page elsewhere (OpenID Connect Core 1.0 §3.1, authorization code with
 * PKCE, RFC 7636). A bundle offers one as a service; whoever serves browsers sends them there and
 * keeps what {@link #begin} answers, out of the browser's sight, until it is back. Thread-safe; may
 * block.
 */
public interface WebLogin {
  /** What it is called in addresses: lower-case letters and digits. */
  String name();

  /** Whether browsers can log in there as it is configured. */
  boolean isOffered();

  /** What a person reads on the button: where it leads. */
  String title();

  /**
   * Begins a log-in.
   *
   * @param callback where the browser is sent back to
   * @throws io.orbit.api.error.OrbitException CANNOT_CONNECT_NOW when the provider does not answer
   */
  Begun begin(URI callback);

  /**
   * Ends one: who came back with that code.
   *
   * @throws io.orbit.api.error.OrbitException INVALID_PASSWORD when the code or what it stands for
   *     does not hold, CANNOT_CONNECT_NOW when the provider does not answer
   */
  Identity finish(Begun begun, String code);

  /**
   * A log-in under way.
   *
   * @param address where to send the browser
   * @param state what it must come back with
   * @param nonce what the token must be about
   * @param verifier the secret that the code must be redeemed with
   */
  record Begun(URI address, URI callback, String state, String nonce, String verifier) {
    @Override
    public String toString() {
      return "log-in at " + address.getAuthority();
    }
  }
}
