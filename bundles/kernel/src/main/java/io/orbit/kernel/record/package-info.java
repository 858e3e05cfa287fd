/** The hot store: records, versions, spaces, snapshots; what is in memory and why it stays. */
@NullMarked
package io.orbit.kernel.record;

import org.jspecify.annotations.NullMarked;
