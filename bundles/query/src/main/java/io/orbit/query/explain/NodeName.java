package io.orbit.query.explain;

/** A node's line taken apart: {@code Index Scan Backward using i on t a}. Parts may be empty. */
record NodeName(String type, String direction, String index, String relation, String alias) {
  static NodeName of(String node) {
    String rest = node;
    String relation = "";
    String alias = "";
    String index = "";
    int on = rest.indexOf(" on ");
    if (on > 0) {
      String[] named = rest.substring(on + 4).split(" ", 2);
      relation = named[0];
      alias = named.length > 1 ? named[1] : named[0];
      rest = rest.substring(0, on);
    }
    int using = rest.indexOf(" using ");
    if (using > 0) {
      index = rest.substring(using + 7);
      rest = rest.substring(0, using);
    }
    boolean backward = rest.endsWith(" Backward");
    String type = backward ? rest.substring(0, rest.length() - " Backward".length()) : rest;
    String direction = index.isEmpty() ? "" : backward ? "Backward" : "Forward";
    return new NodeName(type, direction, index, relation, alias);
  }
}
