package io.orbit.client.sql;

import java.util.List;

/**
 * A question to PostgreSQL's catalog, as a backslash command asks it.
 *
 * @param title what the answer is, for a person
 */
record CatalogQuery(String title, String sql) {
  private static final String VISIBLE =
      "n.nspname NOT IN ('pg_catalog', 'information_schema') AND pg_table_is_visible(c.oid)";
  private static final String KINDS =
      "CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'"
          + " WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table'"
          + " WHEN 'p' THEN 'partitioned table' ELSE c.relkind::text END";

  /** The questions of a command; none when there is no such command. */
  static List<CatalogQuery> of(String command, String argument) {
    return switch (command) {
      case "d" -> argument.isEmpty() ? List.of(relations("rvmSfp", argument)) : relation(argument);
      case "dt" -> List.of(relations("rp", argument));
      case "dv" -> List.of(relations("vm", argument));
      case "ds" -> List.of(relations("S", argument));
      case "di" -> List.of(indexes(argument));
      case "dn" ->
          List.of(
              new CatalogQuery(
                  "List of schemas",
                  "SELECT n.nspname AS \"Name\", pg_get_userbyid(n.nspowner) AS \"Owner\""
                      + " FROM pg_namespace n WHERE "
                      + (argument.isEmpty()
                          ? "n.nspname !~ '^(pg_|information_schema$|redis_)'"
                          : NamePattern.of(argument).condition("n.nspname"))
                      + " ORDER BY 1"));
      case "du" ->
          List.of(
              new CatalogQuery(
                  "List of roles",
                  "SELECT r.rolname AS \"Role\", r.rolsuper AS \"Superuser\", r.rolcanlogin AS"
                      + " \"Login\", r.rolcreaterole AS \"Create role\", r.rolcreatedb AS"
                      + " \"Create database\", array(SELECT b.rolname FROM pg_auth_members m JOIN"
                      + " pg_roles b ON m.roleid = b.oid WHERE m.member = r.oid) AS \"Member of\""
                      + " FROM pg_roles r WHERE "
                      + (argument.isEmpty()
                          ? "r.rolname !~ '^pg_'"
                          : NamePattern.of(argument).condition("r.rolname"))
                      + " ORDER BY 1"));
      case "df" -> List.of(functions(argument));
      case "l" ->
          List.of(
              new CatalogQuery(
                  "List of databases",
                  "SELECT d.datname AS \"Name\", pg_get_userbyid(d.datdba) AS \"Owner\" FROM"
                      + " pg_database d ORDER BY 1"));
      default -> List.of();
    };
  }

  private static CatalogQuery relations(String kinds, String argument) {
    String list =
        String.join(", ", kinds.chars().mapToObj(kind -> "'" + (char) kind + "'").toList());
    return new CatalogQuery(
        "List of relations",
        "SELECT n.nspname AS \"Schema\", c.relname AS \"Name\", "
            + KINDS
            + " AS \"Type\", pg_get_userbyid(c.relowner) AS \"Owner\" FROM pg_class c JOIN"
            + " pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ("
            + list
            + ") AND "
            + which(argument)
            + " ORDER BY 1, 2");
  }

  private static String which(String argument) {
    if (argument.isEmpty()) {
      return VISIBLE;
    }
    NamePattern pattern = NamePattern.of(argument);
    return pattern.condition("c.relname")
        + (pattern.hasSchema()
            ? " AND " + pattern.schemaCondition("n.nspname")
            : " AND pg_table_is_visible(c.oid)");
  }

  private static CatalogQuery indexes(String argument) {
    return new CatalogQuery(
        "List of indexes",
        "SELECT n.nspname AS \"Schema\", c.relname AS \"Name\", t.relname AS \"Table\","
            + " pg_get_indexdef(c.oid) AS \"Definition\" FROM pg_index i JOIN pg_class c ON c.oid ="
            + " i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid ="
            + " c.relnamespace WHERE "
            + which(argument)
            + " ORDER BY 1, 2");
  }

  private static CatalogQuery functions(String argument) {
    return new CatalogQuery(
        "List of functions",
        "SELECT n.nspname AS \"Schema\", p.proname AS \"Name\", pg_get_function_result(p.oid) AS"
            + " \"Result\", pg_get_function_arguments(p.oid) AS \"Arguments\" FROM pg_proc p JOIN"
            + " pg_namespace n ON n.oid = p.pronamespace WHERE "
            + (argument.isEmpty()
                ? "n.nspname NOT IN ('pg_catalog', 'information_schema')"
                : NamePattern.of(argument).condition("p.proname"))
            + " ORDER BY 1, 2, 4");
  }

  private static List<CatalogQuery> relation(String argument) {
    String from = " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace";
    String which = which(argument);
    return List.of(
        new CatalogQuery(
            "Columns",
            "SELECT n.nspname || '.' || c.relname AS \"Relation\", a.attname AS \"Column\","
                + " format_type(a.atttypid, a.atttypmod) AS \"Type\", CASE WHEN a.attnotnull THEN"
                + " 'not null' ELSE '' END AS \"Nullable\", coalesce((SELECT pg_get_expr(d.adbin,"
                + " d.adrelid) FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum ="
                + " a.attnum), '') AS \"Default\""
                + from
                + " JOIN pg_attribute a ON a.attrelid = c.oid WHERE a.attnum > 0 AND NOT"
                + " a.attisdropped AND c.relkind <> 'i' AND "
                + which
                + " ORDER BY n.nspname, c.relname, a.attnum"),
        new CatalogQuery(
            "Indexes",
            "SELECT c.relname AS \"Table\", x.relname AS \"Index\", pg_get_indexdef(x.oid) AS"
                + " \"Definition\""
                + from
                + " JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class x ON x.oid = i.indexrelid"
                + " WHERE "
                + which
                + " ORDER BY 1, 2"),
        new CatalogQuery(
            "Constraints",
            "SELECT c.relname AS \"Table\", k.conname AS \"Constraint\","
                + " pg_get_constraintdef(k.oid) AS \"Definition\""
                + from
                + " JOIN pg_constraint k ON k.conrelid = c.oid WHERE "
                + which
                + " ORDER BY 1, 2"));
  }
}
