/** Errors as part of the interface: a closed set of conditions that every protocol maps. */
@Export
@Version("1.0.0")
@NullMarked
package io.orbit.api.error;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
