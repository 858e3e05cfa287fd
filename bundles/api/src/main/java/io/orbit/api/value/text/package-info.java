/**
 * Values as text, exactly as PostgreSQL 15 reads and writes them: one implementation for every
 * protocol that carries text (PostgreSQL, Redis, REST …).
 */
@Export
@Version("1.0.0")
@NullMarked
package io.orbit.api.value.text;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
