/** Tests. */
@NullMarked
package io.orbit.transfer;

import org.jspecify.annotations.NullMarked;
