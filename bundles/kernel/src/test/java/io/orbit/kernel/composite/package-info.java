/** Tests of composite values. */
@NullMarked
package io.orbit.kernel.composite;

import org.jspecify.annotations.NullMarked;
