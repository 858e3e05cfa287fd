package io.orbit.api.value;

import org.jspecify.annotations.Nullable;

/** A composite type: the names and types of a row's fields. */
public record CompositeDefinition(long id, String name, Row.Shape shape) implements TypeDefinition {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CompositeDefinition that && id == that.id;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  @Override
  public String toString() {
    return name;
  }
}
