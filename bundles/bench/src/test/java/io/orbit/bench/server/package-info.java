/** What {@code ./orbit bench} reads from its tools, and how it counts. */
@NullMarked
package io.orbit.bench.server;

import org.jspecify.annotations.NullMarked;
