/** Tests of the offline check. */
@NullMarked
package io.orbit.kernel.check;

import org.jspecify.annotations.NullMarked;
