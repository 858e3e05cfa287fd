/**
 * The description of the interface, made from the resources' own annotations, so that it cannot
 * lie.
 */
@NullMarked
package io.orbit.protocol.rest.openapi;

import org.jspecify.annotations.NullMarked;
