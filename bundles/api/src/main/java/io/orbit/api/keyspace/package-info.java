/**
 * Redis-style data types as typed calls: byte ranges in, ranges of the store's own arrays out. No
 * wire format; a protocol turns its commands into these calls.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.orbit.api.keyspace;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
