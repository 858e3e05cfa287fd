/** The query engine as a whole: what the container starts, put together from its parts. */
@NullMarked
package io.orbit.query;

import org.jspecify.annotations.NullMarked;
