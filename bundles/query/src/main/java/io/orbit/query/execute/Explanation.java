package io.orbit.query.execute;

import java.util.List;

/**
 * What EXPLAIN shows of a plan node.
 *
 * @param node its name ({@code Seq Scan on items})
 * @param details lines below it ({@code Filter: …})
 * @param rows estimated rows
 * @param cost estimated total cost
 * @param children its inputs
 */
public record Explanation(
    String node, List<String> details, double rows, double cost, List<Explanation> children) {}
