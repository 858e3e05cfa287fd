/**
 * PostgreSQL's system catalogs and the information schema as virtual tables over the catalog of the
 * session's database.
 */
@NullMarked
package io.orbit.query.catalog;

import org.jspecify.annotations.NullMarked;
