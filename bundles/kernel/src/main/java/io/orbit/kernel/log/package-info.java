/** The commit log: segments, group commit, recovery; knows bytes, not records. */
@NullMarked
package io.orbit.kernel.log;

import org.jspecify.annotations.NullMarked;
