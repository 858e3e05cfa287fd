/**
 * What a protocol bundle sees of the network: it gives a session factory and is fed cumulated bytes
 * on an event loop; it never sees a channel, a pipeline, TLS or a port.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.orbit.net.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
