package io.orbit.api.ops;

import java.util.List;

/** A whiteboard service: one aspect of the server's health. Must answer within a second. */
public interface Health {
  /** Short name: {@code log}, {@code engine}, {@code listeners}. */
  String name();

  Status check();

  enum State {
    UP,
    DEGRADED,
    DOWN
  }

  /**
   * @param messages what is wrong and what to do; empty when UP
   */
  record Status(State state, List<String> messages) {
    public static final Status UP = new Status(State.UP, List.of());
  }
}
