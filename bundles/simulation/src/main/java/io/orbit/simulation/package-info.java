/**
 * Kernel, log, records and keys under a simulated disk and clock, in one thread, from one number.
 * {@link io.orbit.simulation.Simulation} runs a seed: clients whose transactions interleave step by
 * step, group commit, checkpoints, eviction and upkeep between and inside their steps, crashes and
 * disks that misbehave. {@link io.orbit.simulation.Timeline} is the model: every commit in order.
 * What is checked: reads show the moment they must; nothing acknowledged is lost and nothing is
 * half there; indexes, references, counts and feeds agree with the records; what committed under
 * SERIALIZABLE has a serial order; waits end. The same seed takes the same way, so a failure is
 * replayed by its number. (After FoundationDB's and TigerBeetle's simulators.)
 */
@NullMarked
package io.orbit.simulation;

import org.jspecify.annotations.NullMarked;
