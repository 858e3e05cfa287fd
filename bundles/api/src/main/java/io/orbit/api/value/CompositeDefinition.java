package io.orbit.api.value;

import org.jspecify.annotations.Nullable;

/**
 * A composite type: the names and types of a row's fields.
 *
 * @param id 0 for the rows of a query or of a routine's parameters, which are of no type of their
 *     own
 */
public record CompositeDefinition(long id, String name, Row.Shape shape) implements TypeDefinition {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CompositeDefinition that
        && id == that.id
        && (id != 0 || shape.equals(that.shape));
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
