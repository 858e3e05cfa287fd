/**
 * The operator's shell by SSH (RFC 4251 to 4254): who may log in, and Karaf's shell behind it.
 * Karaf's own SSH server opens its port twice when it starts (at its activation, and again when its
 * configuration arrives), which a loaded machine turns into a port that does not answer; this one
 * is opened once, when everything it needs is there.
 */
@NullMarked
package io.orbit.shell;

import org.jspecify.annotations.NullMarked;
