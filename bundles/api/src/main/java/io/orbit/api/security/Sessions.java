package io.orbit.api.security;

import io.orbit.api.error.OrbitException;
import java.util.List;

/**
 * Opens sessions. A protocol proves a client's identity by one of the ways here and gets a {@link
 * Session}. Thread-safe. Password checks cost milliseconds, and wherever attempts failed before,
 * the next are slowed: {@link #open}, {@link #authenticate} and {@link #rejected} may block and
 * belong on a virtual thread.
 */
public interface Sessions {
  /**
   * The verifier of a user for a SCRAM exchange; for an unknown user, or one without password, a
   * made-up one that is always the same for that name and that no password fits.
   */
  ScramVerifier scram(String user);

  /**
   * Opens a session after the protocol itself proved the user (SCRAM, client certificate).
   *
   * @throws io.orbit.api.error.OrbitException INVALID_PASSWORD for an unknown user,
   *     INVALID_AUTHORIZATION_SPECIFICATION when it may not log in or has expired,
   *     UNDEFINED_DATABASE, INSUFFICIENT_PRIVILEGE without CONNECT, TOO_MANY_CONNECTIONS
   */
  Session open(SessionRequest request);

  /**
   * Opens a session for whom an {@link IdentityProvider} or a {@link WebLogin} has proven.
   *
   * @throws io.orbit.api.error.OrbitException INVALID_AUTHORIZATION_SPECIFICATION when there is no
   *     such role here; what {@link #open(SessionRequest)} throws besides
   */
  Session open(SessionRequest request, Identity identity);

  /**
   * Opens a session for who shows a token that one of the identity providers knows; failures are
   * slowed and counted. The request's user does not matter.
   *
   * @throws io.orbit.api.error.OrbitException INVALID_PASSWORD when none of them does; what {@link
   *     #open(SessionRequest, Identity)} throws besides
   */
  Session openByToken(SessionRequest request, String token);

  /**
   * Whether the user's password is checked elsewhere, so that a protocol must ask for it in clear
   * text ({@link #authenticate}) instead of proving it by {@link #scram}. Does not block.
   */
  boolean wantsPassword(String user);

  /**
   * A protocol's own proof of a user failed (a wrong SCRAM proof). Counted and slowed as a wrong
   * clear-text password is: blocks until the client may be told.
   *
   * @return INVALID_PASSWORD, to be thrown
   */
  OrbitException rejected(SessionRequest request);

  /**
   * Checks a clear-text password and opens a session; failures are slowed and counted. Where the
   * user has no password here, the identity providers are asked.
   */
  Session authenticate(SessionRequest request, String password);

  /**
   * Opens a session as {@code orbit} for a client that proved nothing.
   *
   * @throws io.orbit.api.error.OrbitException AUTHENTICATION_REQUIRED unless the server runs with
   *     {@code --dev-mode} and the client is on loopback
   */
  Session openUnauthenticated(SessionRequest request);

  /**
   * Takes over the administrator's new password that {@code ./orbit passwd} has left in the data
   * directory, as every start does. Whoever can write there owns the server anyway.
   *
   * @return whether there was one
   */
  boolean applyPasswordReset();

  /**
   * Makes a verifier from a user's new password, as the catalog keeps it. A verifier is taken as it
   * is.
   *
   * @param user who gets it, who need not be there yet
   * @throws io.orbit.api.error.OrbitException INVALID_PARAMETER_VALUE when it is not as passwords
   *     have to be here
   */
  String verifierFor(String user, String password);

  /** All open sessions. */
  List<Session> list();
}
