package io.orbit.kernel.security;

import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.ScramVerifier;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Checks clear-text passwords, each a few milliseconds of computing: at most one a processor at a
 * time, so that a flood of attempts leaves the server usable. Thread-safe.
 */
final class Passwords {
  private final byte[] secret;
  private final int iterations;
  private final Semaphore computing =
      new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  Passwords(byte[] secret, int iterations) {
    this.secret = secret;
    this.iterations = iterations;
  }

  /** The role's verifier, or one made up from the name when there is none. */
  ScramVerifier verifier(Optional<Role> role, String user) {
    String text = role.map(Role::scram).orElse(null);
    return text == null ? Scram.madeUp(secret, user, iterations) : Scram.parse(text);
  }

  /** True when the role exists, has a password, and this is it; takes as long when not. */
  boolean matches(Optional<Role> role, String user, String password) {
    computing.acquireUninterruptibly();
    try {
      return Scram.matches(verifier(role, user), password) & role.map(Role::scram).isPresent();
    } finally {
      computing.release();
    }
  }

  /** True when a password is the one of a verifier in text form. */
  boolean matches(String verifier, String password) {
    computing.acquireUninterruptibly();
    try {
      return Scram.matches(Scram.parse(verifier), password);
    } finally {
      computing.release();
    }
  }

  /** The text form of a new password's verifier; a verifier is taken as it is. */
  String create(String password) {
    if (Scram.isVerifier(password)) {
      return Scram.format(Scram.parse(password));
    }
    computing.acquireUninterruptibly();
    try {
      return Scram.format(Scram.create(password, iterations));
    } finally {
      computing.release();
    }
  }

  static OrbitException expired(String user) {
    return new OrbitException(
            ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
            "the password of role \"" + user + "\" has expired")
        .withHint("Ask an administrator for ALTER ROLE … PASSWORD or VALID UNTIL.");
  }
}
