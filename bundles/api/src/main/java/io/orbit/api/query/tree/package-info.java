/**
 * What a language hands to the binder: statements, queries and expressions as written, names
 * unresolved, closed and immutable. SQL's shapes are the superset; other languages build the same
 * nodes.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.orbit.api.query.tree;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
