/** EXPLAIN in PostgreSQL's layouts. */
@NullMarked
package io.orbit.query.explain;

import org.jspecify.annotations.NullMarked;
