/**
 * Who is there and what they may do: principals, sessions, authentication, authorization. Decided
 * in the kernel, asked by everybody.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.orbit.api.security;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
