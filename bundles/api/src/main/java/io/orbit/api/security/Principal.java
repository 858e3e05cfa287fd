package io.orbit.api.security;

import java.util.Set;

/**
 * Who acts: a role with everything it is a member of, as of one catalog version.
 *
 * @param roleId the role's id
 * @param memberships ids of all roles whose rights it has, itself among them
 */
public record Principal(long roleId, String name, boolean superuser, Set<Long> memberships) {}
