/** REST over a kernel in this JVM, behind a real HTTP server. */
@NullMarked
package io.orbit.protocol.rest;

import org.jspecify.annotations.NullMarked;
