/**
 * What is known of the values in tables: gathered by ANALYZE and by itself, used to estimate how
 * many rows a plan answers. Derived from the records, so it is kept in memory only.
 */
@NullMarked
package io.orbit.query.statistics;

import org.jspecify.annotations.NullMarked;
