package io.orbit.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script in the format of SQLite's sqllogictest: records of a statement or a query with what it
 * has to answer, separated by empty lines. Records that are meant for other engines are left out.
 */
record SqlLogicScript(Path file, List<Entry> entries) {
  private static final String ENGINE = "postgresql";
  private static final String RESULT = "----";

  /** One record; {@code line} is where it begins. */
  sealed interface Entry {
    int line();

    String sql();
  }

  record Statement(int line, String sql, boolean fails) implements Entry {}

  /**
   * @param types a letter for each column: T, I or R
   * @param sort nosort, rowsort or valuesort
   * @param label queries of the same label have the same answer; null for none
   * @param expected the lines of the answer; null where only a label tells
   */
  record Query(
      int line,
      String sql,
      String types,
      String sort,
      @Nullable String label,
      @Nullable List<String> expected)
      implements Entry {}

  static SqlLogicScript read(Path file) throws IOException {
    return new SqlLogicScript(
        file, new Reader(Files.readAllLines(file, StandardCharsets.ISO_8859_1)).read());
  }

  private static final class Reader {
    private final List<String> lines;
    private final List<Entry> entries = new ArrayList<>();
    private int next;

    Reader(List<String> lines) {
      this.lines = lines;
    }

    List<Entry> read() {
      boolean skipped = false;
      while (next < lines.size()) {
        int line = next + 1;
        String[] words = lines.get(next++).strip().split("\\s+");
        switch (words[0]) {
          case "skipif" -> skipped |= words[1].equals(ENGINE);
          case "onlyif" -> skipped |= !words[1].equals(ENGINE);
          case "halt" -> {
            if (!skipped) {
              return entries;
            }
            skipped = false;
          }
          case "statement", "query" -> {
            Entry entry = entry(line, words);
            if (!skipped) {
              entries.add(entry);
            }
            skipped = false;
          }
          default -> {
            // Comments, and settings of SQLite's own runner.
          }
        }
      }
      return entries;
    }

    private Entry entry(int line, String[] words) {
      List<String> text = new ArrayList<>();
      while (next < lines.size() && !lines.get(next).isBlank() && !atResult()) {
        text.add(lines.get(next++));
      }
      String sql = String.join("\n", text).strip();
      List<String> expected = atResult() ? expected() : null;
      if (words[0].equals("statement")) {
        return new Statement(line, sql, words[1].equals("error"));
      }
      return new Query(
          line,
          sql,
          words[1],
          words.length > 2 ? words[2] : "nosort",
          words.length > 3 ? words[3] : null,
          expected);
    }

    private boolean atResult() {
      return next < lines.size() && lines.get(next).strip().equals(RESULT);
    }

    private List<String> expected() {
      next++;
      List<String> expected = new ArrayList<>();
      while (next < lines.size() && !lines.get(next).isBlank()) {
        expected.add(lines.get(next++));
      }
      return expected;
    }
  }
}
