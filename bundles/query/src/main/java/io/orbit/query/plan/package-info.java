/** The bound algebra: typed expressions over variables, and relational plans; immutable. */
@NullMarked
package io.orbit.query.plan;

import org.jspecify.annotations.NullMarked;
