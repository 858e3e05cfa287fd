package io.orbit.client.sql;

import java.util.List;

/** The backslash commands, for completion. */
final class BackslashNames {
  static final List<String> ALL =
      List.of(
          "\\?",
          "\\c",
          "\\conninfo",
          "\\copy",
          "\\d",
          "\\df",
          "\\di",
          "\\dn",
          "\\ds",
          "\\dt",
          "\\du",
          "\\dv",
          "\\e",
          "\\format",
          "\\g",
          "\\gx",
          "\\i",
          "\\l",
          "\\o",
          "\\pager",
          "\\q",
          "\\r",
          "\\timing",
          "\\x");

  private BackslashNames() {}
}
