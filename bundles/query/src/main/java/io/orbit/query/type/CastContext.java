package io.orbit.query.type;

/** Where a conversion is asked for. Each allows what the ones before it allow. */
public enum CastContext {
  /** In an expression, unasked. */
  IMPLICIT,
  /** Into a column. */
  ASSIGNMENT,
  /** By CAST or {@code ::}. */
  EXPLICIT
}
