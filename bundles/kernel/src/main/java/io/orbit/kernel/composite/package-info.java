/** Composite values: copy-on-write B+trees with ranks. */
@NullMarked
package io.orbit.kernel.composite;

import org.jspecify.annotations.NullMarked;
