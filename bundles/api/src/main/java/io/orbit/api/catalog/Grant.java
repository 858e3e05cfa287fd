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

  /** What a new database grants: everybody may connect and make temporary tables. */
  public static List<Grant> ofNewDatabase(long owner) {
    return List.of(toPublic(owner, Set.of(Privilege.CONNECT, Privilege.TEMPORARY)));
  }

  /**
   * What the schema {@code public} of a new database grants: everybody may use it, only its owner
   * may create in it (PostgreSQL 15's default). Any other new schema grants nothing.
   */
  public static List<Grant> ofPublicSchema(long owner) {
    return List.of(toPublic(owner, Set.of(Privilege.USAGE)));
  }

  private static Grant toPublic(long owner, Set<Privilege> privileges) {
    return new Grant(PUBLIC, owner, privileges, Set.of(), List.of());
  }
}
