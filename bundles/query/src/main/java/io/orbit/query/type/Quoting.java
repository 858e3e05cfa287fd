package io.orbit.query.type;

import java.util.Set;

/** Identifiers and literals as SQL text that reads back as the same. */
public final class Quoting {
  /** PostgreSQL 15's keywords that are not "unreserved": these are quoted as identifiers. */
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric authorization between bigint binary"
                  + " bit boolean both case cast char character check coalesce collate collation"
                  + " column concurrently constraint create cross current_catalog current_date"
                  + " current_role current_schema current_time current_timestamp current_user dec"
                  + " decimal default deferrable desc distinct do else end except exists extract"
                  + " false fetch float for foreign freeze from full grant greatest group grouping"
                  + " having ilike in initially inner inout int integer intersect interval into is"
                  + " isnull join lateral leading least left like limit localtime localtimestamp"
                  + " national natural nchar none normalize not notnull null nullif numeric offset"
                  + " on only or order out outer overlaps overlay placing position precision"
                  + " primary real references returning right row select session_user setof"
                  + " similar smallint some substring symmetric table tablesample then time"
                  + " timestamp to trailing treat trim true union unique user using values varchar"
                  + " variadic verbose when where window with xmlattributes xmlconcat xmlelement"
                  + " xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize"
                  + " xmltable")
              .split(" "));

  private Quoting() {}

  /** An identifier, in quotes where it needs them. */
  public static String identifier(String name) {
    return isPlain(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  private static boolean isPlain(String name) {
    if (name.isEmpty() || RESERVED.contains(name)) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  /** A string literal. */
  public static String literal(String text) {
    String quoted = '\'' + text.replace("'", "''").replace("\\", "\\\\") + '\'';
    return text.indexOf('\\') >= 0 ? "E" + quoted : quoted;
  }
}
