/** Runs of the simulation, and bugs planted for it to find. */
@NullMarked
package io.orbit.simulation;

import org.jspecify.annotations.NullMarked;
