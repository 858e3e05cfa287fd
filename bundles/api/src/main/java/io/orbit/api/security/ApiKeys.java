package io.orbit.api.security;

import java.util.List;

/**
 * Keys by which programs are a user without knowing the password. A key has all the rights of its
 * user, ends with it, and counts no longer from the moment it is revoked. Only a hash of it is
 * kept. Thread-safe; what is here may block and belongs on a virtual thread.
 */
public interface ApiKeys {
  /**
   * Opens a session for who shows a key; failures are slowed and counted as wrong passwords are.
   * The request's user does not matter.
   *
   * @throws io.orbit.api.error.OrbitException INVALID_PASSWORD when the key is none, was revoked or
   *     its user is gone; INVALID_AUTHORIZATION_SPECIFICATION when it has expired or its user may
   *     not log in; what {@link Sessions#open} throws besides
   */
  Session open(SessionRequest request, String key);

  /**
   * Makes a key. When this returns it is durable.
   *
   * @param user whose rights it has: the session's own user, or for a superuser anyone
   * @param scope what of these rights
   * @param name 1 to 100 characters
   * @param validUntil milliseconds since 1970, {@code Long.MAX_VALUE} for ever
   * @throws io.orbit.api.error.OrbitException INSUFFICIENT_PRIVILEGE for another user's and in a
   *     session that was opened by a key, UNDEFINED_OBJECT when there is no such user,
   *     INVALID_PARAMETER_VALUE for a bad name or a time that is over, CONFIGURATION_LIMIT_EXCEEDED
   *     when the user has too many
   */
  Created create(Session session, String user, ApiKey.Scope scope, String name, long validUntil);

  /**
   * The keys of the session's user, or for a superuser all, in the order in which they were made.
   */
  List<ApiKey> list(Session session);

  /**
   * Takes a key away and ends what is going on by it. When this returns that is durable.
   *
   * @return false when the session may see none of that id
   * @throws io.orbit.api.error.OrbitException INSUFFICIENT_PRIVILEGE in a session whose scope is
   *     not all
   */
  boolean revoke(Session session, String id);

  /** Whether a key of that id would open a session now. */
  boolean isValid(String id);

  /**
   * A new key.
   *
   * @param key what its holder shows; nobody can tell it again
   */
  record Created(ApiKey about, String key) {
    @Override
    public String toString() {
      return about.toString();
    }
  }
}
