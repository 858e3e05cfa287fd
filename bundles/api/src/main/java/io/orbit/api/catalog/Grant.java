package io.orbit.api.catalog;

import java.util.List;
import java.util.Set;

/**
 * Privileges on one object given by one role to another.
 *
 * @param grantee role id, or {@link #PUBLIC}
 * @param grantor role id
 * @param privileges what was given
 * @param grantable those of them given with grant option
 * @param columns ids of the columns it is limited to; empty for the whole object
 */
public record Grant(
    long grantee,
    long grantor,
    Set<Privilege> privileges,
    Set<Privilege> grantable,
    List<Integer> columns) {
  /** Everybody. */
  public static final long PUBLIC = 0;
}
