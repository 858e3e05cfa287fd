package io.orbit.query.plan;

import io.orbit.api.value.DataType;

/**
 * A column somewhere in a plan. Its id is unique within one statement, so that plans may be
 * rearranged without renumbering.
 */
public record Variable(int id, String name, DataType type) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Variable that && id == that.id;
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    return name + "#" + id;
  }
}
