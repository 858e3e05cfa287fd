package io.orbit.client.sql;

import io.orbit.client.text.SqlWords;
import java.util.List;
import java.util.Set;

/** What a statement did, in PostgreSQL's words: the driver passes only the number of rows on. */
final class StatementTag {
  private static final Set<String> COUNTED = Set.of("UPDATE", "DELETE", "MERGE");
  private static final Set<String> OBJECTS = Set.of("CREATE", "DROP", "ALTER");
  private static final Set<String> ATTRIBUTES =
      Set.of("OR", "REPLACE", "UNIQUE", "TEMP", "TEMPORARY", "UNLOGGED", "RECURSIVE", "IF");
  private static final int HEAD = 6;

  private StatementTag() {}

  static String of(String statement, int count) {
    List<String> words = SqlWords.of(statement, HEAD);
    if (words.isEmpty()) {
      return "";
    }
    String verb = words.getFirst();
    if (verb.equals("INSERT")) {
      return "INSERT 0 " + count;
    }
    if (COUNTED.contains(verb)) {
      return verb + " " + count;
    }
    if (verb.equals("WITH")) {
      return "OK " + count;
    }
    if (OBJECTS.contains(verb)) {
      return verb + objectKind(words);
    }
    return switch (verb) {
      case "START" -> "START TRANSACTION";
      case "END" -> "COMMIT";
      case "ABORT" -> "ROLLBACK";
      default -> verb;
    };
  }

  private static String objectKind(List<String> words) {
    for (String word : words.subList(1, words.size())) {
      if (!ATTRIBUTES.contains(word)) {
        return " " + (word.equals("MATERIALIZED") ? "MATERIALIZED VIEW" : word);
      }
    }
    return "";
  }
}
