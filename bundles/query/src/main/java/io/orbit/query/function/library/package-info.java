/**
 * PostgreSQL 15's operators, functions and aggregates, one class per family; {@link
 * io.orbit.query.function.library.StandardFunctions} has them all.
 */
@NullMarked
package io.orbit.query.function.library;

import org.jspecify.annotations.NullMarked;
