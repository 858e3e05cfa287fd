package io.orbit.protocol.redis;

import java.util.ArrayList;
import java.util.List;

/** Words of rules: a selector in parentheses is one, however it came. */
final class AclWords {
  private AclWords() {}

  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return merge(words);
  }

  /** Fails in Redis' words where a parenthesis is not closed. */
  static List<String> merge(List<String> words) {
    List<String> merged = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String word : words) {
      if (open.isEmpty() && !(word.startsWith("(") && !word.endsWith(")"))) {
        merged.add(word);
        continue;
      }
      open.append(open.isEmpty() ? "" : " ").append(word);
      if (word.endsWith(")")) {
        merged.add(open.toString());
        open.setLength(0);
      }
    }
    if (!open.isEmpty()) {
      throw new RedisError(
          "ERR Unmatched parenthesis in acl selector starting at '" + first(open) + "'.");
    }
    return merged;
  }

  private static String first(StringBuilder words) {
    int blank = words.indexOf(" ");
    return blank < 0 ? words.toString() : words.substring(0, blank);
  }
}
