/** The resources: each a few routes that translate to one contract of the house. */
@NullMarked
package io.orbit.protocol.rest.resource;

import org.jspecify.annotations.NullMarked;
