package io.orbit.api.catalog;

import java.util.List;

/**
 * A secondary index, or what enforces a UNIQUE constraint. (The primary key is the record's own
 * order and no index, though protocols may show one.)
 *
 * @param id object id
 * @param elements what it orders by
 * @param include ids of further columns kept in it
 * @param unique whether two records may not agree
 * @param nullsNotDistinct whether NULLs count as equal there
 * @param constraint true when a UNIQUE constraint made it (its name is the constraint's)
 * @param predicateText text of a partial index's condition, empty for all records
 * @param space where its entries are
 * @param valid false while it is being built
 */
public record Index(
    long id,
    String name,
    List<Element> elements,
    List<Integer> include,
    boolean unique,
    boolean nullsNotDistinct,
    boolean constraint,
    String predicateText,
    int space,
    boolean valid,
    String comment) {

  /**
   * One part.
   *
   * @param column column id, or 0 for an expression
   * @param expressionText text of the expression, empty for a column
   */
  public record Element(
      int column, String expressionText, boolean descending, boolean nullsFirst) {}
}
