/** Statements in any language: the language contract, preparation, execution, results. */
@Export
@Version("1.0.0")
@NullMarked
package io.orbit.api.query;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
