package io.orbit.query.function;

import io.orbit.api.value.DataType;

/** What a parameter of a function accepts. */
public sealed interface ParameterType {
  /** One type; modifiers do not matter. */
  record Exact(DataType type) implements ParameterType {}

  /** PostgreSQL's anyelement: all such parameters (and array elements) agree. */
  record AnyElement() implements ParameterType {}

  /** anyarray: an array of anyelement. */
  record AnyArray() implements ParameterType {}

  /** anynonarray: anything but an array, on its own. */
  record AnyNonArray() implements ParameterType {}

  /** anyenum: all such parameters are of one enum type. */
  record AnyEnum() implements ParameterType {}

  /** anyrange: a range of anyelement. */
  record AnyRange() implements ParameterType {}

  /** anymultirange: a multirange of ranges of anyelement. */
  record AnyMultirange() implements ParameterType {}

  /** "any": anything, each on its own. */
  record Any() implements ParameterType {}

  static ParameterType of(DataType type) {
    return new Exact(type);
  }
}
