package io.orbit.api.catalog;

import java.util.List;

/**
 * Something the catalog knows. Ids are unique across all kinds, never reused, below 2^31, from
 * 16384 on for what users create (so that they serve as PostgreSQL's OIDs).
 */
public sealed interface CatalogObject
    permits Database, Schema, Collection, Role, UserType, Routine {
  long id();

  String name();

  /** Commit timestamp of the last change; a plan or grant that used another one is stale. */
  long version();

  /** Id of the owning role; a role owns itself. */
  long owner();

  /** Who may do what beyond the owner; empty for roles. */
  List<Grant> grants();
}
