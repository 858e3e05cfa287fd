/** From the hot store to the engines and back: formats, batches, loading. */
@NullMarked
package io.orbit.kernel.checkpoint;

import org.jspecify.annotations.NullMarked;
