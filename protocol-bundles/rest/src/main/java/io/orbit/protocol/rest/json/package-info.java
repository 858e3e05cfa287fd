/** Values and replies as JSON and back, by their declared types. */
@NullMarked
package io.orbit.protocol.rest.json;

import org.jspecify.annotations.NullMarked;
