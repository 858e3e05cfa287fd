package io.orbit.query.execute;

import java.util.List;

/**
 * What EXPLAIN shows of a plan node.
 *
 * @param node its name ({@code Seq Scan on items})
 * @param details lines below it ({@code Filter: …})
 * @param rows estimated rows
 * @param cost estimated total cost
 * @param width estimated bytes of a row, 0 when not estimated
 * @param children its inputs
 */
public record Explanation(
    String node,
    List<String> details,
    double rows,
    double cost,
    int width,
    List<Explanation> children) {

  public Explanation(
      String node, List<String> details, double rows, double cost, List<Explanation> children) {
    this(node, details, rows, cost, 0, children);
  }

  Explanation withWidth(int bytes) {
    return new Explanation(node, details, rows, cost, bytes, children);
  }
}
