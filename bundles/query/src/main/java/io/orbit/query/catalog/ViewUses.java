package io.orbit.query.catalog;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.security.Session;
import java.util.Set;

/** Finds out what a view reads and calls. Any number of threads. */
public interface ViewUses {
  /** Ids of relations and routines; none where the definition means nothing to the session. */
  Set<Long> of(Session session, CatalogView catalog, Collection view);
}
