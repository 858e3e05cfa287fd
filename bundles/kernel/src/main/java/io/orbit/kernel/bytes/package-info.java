/** Growing buffers and readers of the byte formats of log and checkpoint. */
@NullMarked
package io.orbit.kernel.bytes;

import org.jspecify.annotations.NullMarked;
