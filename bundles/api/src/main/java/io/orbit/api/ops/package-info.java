/**
 * What an operator sees and does: features, bundles, listeners, sessions, metrics, logs, health.
 * Implemented on floor 1, so that nothing else knows Karaf or Netty.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.orbit.api.ops;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
