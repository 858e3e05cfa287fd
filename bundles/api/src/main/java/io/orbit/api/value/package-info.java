/** The one type system: what a column may hold, and the Java object that stands for each value. */
@Export
@Version("1.0.0")
@NullMarked
package io.orbit.api.value;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
