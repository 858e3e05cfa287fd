package io.orbit.protocol.redis.scripting.lua;

/** A local variable that a function inside its block uses. */
final class Cell {
  Object value;

  Cell(Object value) {
    this.value = value;
  }
}
