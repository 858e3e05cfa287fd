/** Measurements of the store. */
@NullMarked
package io.orbit.bench.kernel;

import org.jspecify.annotations.NullMarked;
