/** The store as a whole: configuration, opening and recovery, upkeep, the component. */
@NullMarked
package io.orbit.kernel.store;

import org.jspecify.annotations.NullMarked;
