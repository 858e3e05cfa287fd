/**
 * The one way a record is written and read, whatever the protocol: codec and schema versions,
 * defaults, constraints, indexes, references.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.orbit.api.records;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
