package io.orbit.query.catalog;

import io.orbit.query.type.SystemRelations;

/**
 * pg_extension: what PostgreSQL does not have, the schemas and tables that show other protocols'
 * data, is one, so that dumps leave it out.
 */
final class ExtensionRows {
  /** Below what users create, as what comes with the system is. */
  static final long OID = 13_999;

  private ExtensionRows() {}

  static void rows(SystemView view, SystemRows rows) {
    rows.row()
        .put("oid", OID)
        .put("extname", "orbit")
        .put("extowner", SystemIds.BOOTSTRAP_ROLE)
        .put("extnamespace", SystemRelations.PG_CATALOG)
        .put("extrelocatable", false)
        .put("extversion", "1.0");
  }
}
