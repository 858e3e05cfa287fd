package io.orbit.api.security;

/**
 * What is known of an API key; the key itself is not.
 *
 * @param id 16 hex digits, part of the key and no secret
 * @param name what its maker called it
 * @param user whose rights it has
 * @param scope what of them
 * @param createdAt milliseconds since 1970
 * @param validUntil milliseconds since 1970, {@code Long.MAX_VALUE} for ever
 */
public record ApiKey(
    String id, String name, String user, Scope scope, long createdAt, long validUntil) {
  /** What of its user's rights a key has, each more than the one before. */
  public enum Scope {
    /** Reads data. */
    READ,
    /** Reads and changes data. */
    WRITE,
    /** Everything, the operator's tasks of a superuser too. */
    ALL
  }
}
