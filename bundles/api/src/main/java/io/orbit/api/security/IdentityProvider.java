package io.orbit.api.security;

import java.util.Optional;

/**
 * Proof of who somebody is that comes from elsewhere: a directory's passwords, an issuer's tokens.
 * A bundle offers one as a service; the kernel asks all that are there, slows and counts failures,
 * and decides what the proven user may. Thread-safe; both checks may block and run on threads that
 * may.
 */
public interface IdentityProvider {
  /** What it is called in logs and in the audit log, such as {@code ldap}. */
  String name();

  /** Whether {@link #byPassword} is of use; asked on event loops, so it must not block. */
  boolean checksPasswords();

  /**
   * Who has that name and password there; empty when nobody has.
   *
   * @param user never empty
   * @param password never empty
   * @throws io.orbit.api.error.OrbitException CANNOT_CONNECT_NOW when that cannot be found out now
   */
  Optional<Identity> byPassword(String user, String password);

  /**
   * Whom a token is for; empty when it is none of this provider's, or does not hold (any more).
   *
   * @throws io.orbit.api.error.OrbitException CANNOT_CONNECT_NOW when that cannot be found out now
   */
  Optional<Identity> byToken(String token);
}
