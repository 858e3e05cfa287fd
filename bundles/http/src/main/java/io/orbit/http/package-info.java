/**
 * The HTTP server as one of Orbit's ports. The server itself is Felix' HTTP whiteboard on Jetty;
 * here it is told of among the listeners, its connections are counted, and what it refuses by
 * itself is said as problem details (RFC 9457).
 */
@NullMarked
package io.orbit.http;

import org.jspecify.annotations.NullMarked;
