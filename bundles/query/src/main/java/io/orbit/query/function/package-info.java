/** Functions, operators, aggregates and table functions, by name and signature. */
@NullMarked
package io.orbit.query.function;

import org.jspecify.annotations.NullMarked;
