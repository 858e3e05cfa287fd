package io.orbit.api.security;

import java.util.Set;

/**
 * Who somebody is, as an {@link IdentityProvider} says it.
 *
 * @param provider the provider's name
 * @param user name of the role that they are here
 * @param groups names of roles whose rights they have for as long as the session lasts, beside
 *     those that their role is a member of; names that are no role here count for nothing, nor does
 *     one of a superuser
 */
public record Identity(String provider, String user, Set<String> groups) {
  public Identity {
    groups = Set.copyOf(groups);
  }
}
