/** Tests of what is saved of a damaged engine. */
@NullMarked
package io.orbit.kernel.checkpoint;

import org.jspecify.annotations.NullMarked;
