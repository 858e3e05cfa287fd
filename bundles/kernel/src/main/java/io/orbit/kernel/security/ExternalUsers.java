package io.orbit.kernel.security;

/**
 * What becomes of users whom an identity provider has proven.
 *
 * @param superusers whether they may be superusers here
 * @param created whether a role is made for who has none
 */
public record ExternalUsers(boolean superusers, boolean created) {
  /** Only roles that are there, and none of a superuser. */
  public static final ExternalUsers DEFAULT = new ExternalUsers(false, false);
}
