/** Tests of the commit log. */
@NullMarked
package io.orbit.kernel.log;

import org.jspecify.annotations.NullMarked;
