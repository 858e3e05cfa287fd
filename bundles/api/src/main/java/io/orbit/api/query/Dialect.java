package io.orbit.api.query;

/**
 * What really differs between languages for the binder.
 *
 * @param nullsLargest true where NULLs sort as if larger than every value (PostgreSQL), false where
 *     smaller (MySQL)
 * @param integerDivision true where {@code 7 / 2} is 3
 * @param implicitTextCasts true where text and numbers convert into each other without a cast
 * @param defaultSchemas where unqualified names are looked for after the session's own path
 */
public record Dialect(
    boolean nullsLargest,
    boolean integerDivision,
    boolean implicitTextCasts,
    java.util.List<String> defaultSchemas) {
  public static final Dialect POSTGRESQL =
      new Dialect(true, true, false, java.util.List.of("pg_catalog"));
}
