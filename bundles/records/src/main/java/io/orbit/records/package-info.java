/**
 * Records as rows, over any store: keys that sort as their values do ({@link
 * io.orbit.records.TupleFormat}), rows whose columns are found without decoding the others ({@link
 * io.orbit.records.RowFormat}), and the one way to write them: defaults, checks, uniqueness,
 * references, indexes.
 */
@NullMarked
package io.orbit.records;

import org.jspecify.annotations.NullMarked;
