/** Storage engines as the kernel uses them: sorted batches in, points and runs out. */
@NullMarked
package io.orbit.bench.storage;

import org.jspecify.annotations.NullMarked;
