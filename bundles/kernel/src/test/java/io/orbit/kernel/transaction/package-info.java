/** Tests of locks and isolation. */
@NullMarked
package io.orbit.kernel.transaction;

import org.jspecify.annotations.NullMarked;
