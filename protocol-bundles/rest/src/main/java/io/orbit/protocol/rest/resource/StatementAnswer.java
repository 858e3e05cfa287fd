package io.orbit.protocol.rest.resource;

import java.util.List;

/**
 * The result of one statement.
 *
 * @param columns of the rows; empty for a statement without rows
 * @param rows one array of values per row
 * @param tag what was done: SELECT, INSERT, CREATE TABLE
 * @param count rows answered or affected, -1 where that has no meaning
 * @param truncated true when there were more rows than asked for
 * @param milliseconds how long it took
 */
public record StatementAnswer(
    List<Column> columns,
    List<List<Object>> rows,
    String tag,
    long count,
    boolean truncated,
    List<Notice> notices,
    double milliseconds) {

  /** A column and its type as PostgreSQL writes it. */
  public record Column(String name, String type) {}

  /** Something the server says beside the result. */
  public record Notice(String severity, String message) {}

  /** Results of several statements, in order. */
  public record Script(List<StatementAnswer> results) {}
}
