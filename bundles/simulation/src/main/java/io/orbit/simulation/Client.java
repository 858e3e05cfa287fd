package io.orbit.simulation;

import io.orbit.api.error.OrbitException;

/** Somebody who uses the store, one step at a time; what is in progress stays so between steps. */
interface Client {
  /** Goes on; only called while {@link #isWaiting} says false. */
  void step();

  /** Whether nothing can be done before the store says so. */
  boolean isWaiting();

  /** The step failed in a way that is allowed: what is in progress is given up. */
  void abort();

  /** A step was refused; {@link #abort} follows. */
  default void refused(OrbitException why) {}

  /** Ends what is in progress, well if possible. */
  void finish();

  /** Gives up waiting, as a client that goes away. */
  default void leave() {}
}
