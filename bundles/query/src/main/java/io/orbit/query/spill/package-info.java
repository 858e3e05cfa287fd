/**
 * Rows that running statements keep on disk because memory does not hold them. Files live as long
 * as the statement; what a crash left is removed at the next start.
 *
 * <p>A file is a sequence of batches, each: number of rows (4 bytes), then for each column a byte
 * for its layout (0 long, 1 double, 2 object), a byte that tells whether nulls follow, one byte for
 * each row if so, and the values: 8 bytes each, or objects as {@link ValueFormat} has them. The
 * types of the columns stay in memory.
 */
@NullMarked
package io.orbit.query.spill;

import org.jspecify.annotations.NullMarked;
