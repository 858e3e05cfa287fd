/** Statements for the operator: VACUUM, ANALYZE, REINDEX, CHECKPOINT. */
@NullMarked
package io.orbit.query.maintain;

import org.jspecify.annotations.NullMarked;
