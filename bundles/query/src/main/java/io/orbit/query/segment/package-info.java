/**
 * Column segments: immutable copies, column by column, of rows that are scanned; what they hold as
 * of a moment, and which rows have changed since.
 */
@NullMarked
package io.orbit.query.segment;

import org.jspecify.annotations.NullMarked;
