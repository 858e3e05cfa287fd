/** The resources' parts that need no server. */
@NullMarked
package io.orbit.protocol.rest.resource;

import org.jspecify.annotations.NullMarked;
