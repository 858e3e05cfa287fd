package io.orbit.api.accel;

/** Operations that take two numbers and answer one of the same type. */
public enum Arithmetic {
  ADD,
  SUBTRACT,
  MULTIPLY
}
