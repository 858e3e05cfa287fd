package io.orbit.api.catalog;

import java.util.List;

/**
 * A policy of row-level security: which rows of a table certain roles may see, or write.
 *
 * @param permissive one of the permissive ones has to allow a row, and each of the restrictive ones
 * @param roles whom it is for: ids of roles, {@link Grant#PUBLIC} for everybody
 * @param usingText condition over rows that are there, empty for none
 * @param checkText condition over rows as they are to be, empty for that of {@code usingText}
 */
public record Policy(
    long id,
    String name,
    boolean permissive,
    Command command,
    List<Long> roles,
    String usingText,
    String checkText,
    String comment) {

  /** What it is about. */
  public enum Command {
    ALL,
    SELECT,
    INSERT,
    UPDATE,
    DELETE
  }
}
