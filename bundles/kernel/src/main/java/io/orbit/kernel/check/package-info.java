/** Offline verification and repair of a data folder. */
@NullMarked
package io.orbit.kernel.check;

import org.jspecify.annotations.NullMarked;
