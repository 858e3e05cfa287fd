/** Change feeds over HTTP: what a caller may see of the log, as JSON, by server-sent events. */
@NullMarked
package io.orbit.protocol.rest.changes;

import org.jspecify.annotations.NullMarked;
