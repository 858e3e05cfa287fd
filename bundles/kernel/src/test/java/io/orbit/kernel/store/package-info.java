/** Tests of the store as a whole. */
@NullMarked
package io.orbit.kernel.store;

import org.jspecify.annotations.NullMarked;
