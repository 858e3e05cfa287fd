/**
 * What exists: databases, schemas, collections, roles, as immutable objects with versions, and
 * changing them inside transactions.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.orbit.api.catalog;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
