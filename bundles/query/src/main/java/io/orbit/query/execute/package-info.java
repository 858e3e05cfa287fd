/** Execution: pull-based operators over columnar batches, and evaluators of expressions. */
@NullMarked
package io.orbit.query.execute;

import org.jspecify.annotations.NullMarked;
