/** The real disk: preallocated, memory-mapped files. */
@NullMarked
package io.orbit.kernel.disk;

import org.jspecify.annotations.NullMarked;
