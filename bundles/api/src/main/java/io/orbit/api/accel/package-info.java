/**
 * What a processor does better over many values at once than one by one: an {@link
 * io.orbit.api.accel.Accelerator} is a whiteboard service that query uses while it is there.
 */
@NullMarked
@Export
@Version("1.0.0")
package io.orbit.api.accel;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
