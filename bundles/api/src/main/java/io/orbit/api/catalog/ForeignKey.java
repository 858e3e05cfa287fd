package io.orbit.api.catalog;

import java.util.List;

/**
 * A foreign key of the collection it stands in.
 *
 * @param columns ids of the referencing columns
 * @param target id of the referenced collection
 * @param targetColumns ids of the referenced columns, in the same order
 */
public record ForeignKey(
    long id,
    String name,
    List<Integer> columns,
    long target,
    List<Integer> targetColumns,
    Action onDelete,
    Action onUpdate,
    boolean matchFull,
    boolean deferrable,
    boolean initiallyDeferred,
    boolean validated) {
  public enum Action {
    NO_ACTION,
    RESTRICT,
    CASCADE,
    SET_NULL,
    SET_DEFAULT
  }
}
