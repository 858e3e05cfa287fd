package io.orbit.query.type;

import io.orbit.api.catalog.Column;
import java.util.List;

/**
 * A relation that PostgreSQL brings itself.
 *
 * @param oid PostgreSQL 15's OID
 * @param kind its relkind: {@code r} for a catalog, {@code v} for a view
 */
public record SystemRelation(
    String schema, String name, long oid, char kind, List<Column> columns) {}
