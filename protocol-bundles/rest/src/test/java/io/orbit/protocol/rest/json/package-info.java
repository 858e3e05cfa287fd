/** Values as JSON and back. */
@NullMarked
package io.orbit.protocol.rest.json;

import org.jspecify.annotations.NullMarked;
