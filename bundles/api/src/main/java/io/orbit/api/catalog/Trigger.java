package io.orbit.api.catalog;

import java.util.List;
import java.util.Set;

/**
 * A trigger of a table or view: a function that is called when rows are written, whatever writes
 * them.
 *
 * @param columns ids of UPDATE OF's columns; empty for all
 * @param row true for FOR EACH ROW
 * @param whenText text of its condition over OLD and NEW, empty for none
 * @param routine id of the function it calls
 * @param oldTable name of the transition table of rows as they were, empty for none
 * @param newTable name of the transition table of rows as they are, empty for none
 * @param constraint made by CREATE CONSTRAINT TRIGGER: may be put off to the commit
 */
public record Trigger(
    long id,
    String name,
    Timing timing,
    Set<Event> events,
    List<Integer> columns,
    boolean row,
    String whenText,
    long routine,
    List<String> arguments,
    String oldTable,
    String newTable,
    boolean constraint,
    boolean deferrable,
    boolean initiallyDeferred,
    boolean enabled,
    String comment) {

  /** When it fires. */
  public enum Timing {
    BEFORE,
    AFTER,
    INSTEAD_OF
  }

  /** What it fires for. */
  public enum Event {
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE
  }
}
