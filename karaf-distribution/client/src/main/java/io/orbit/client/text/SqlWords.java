package io.orbit.client.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bare words of a statement of SQL: what stands outside of quotes, comments and parentheses.
 */
public final class SqlWords {
  private static final Pattern TOKEN =
      Pattern.compile(
          "--[^\\n]*+|/\\*.*?(?:\\*/|\\z)"
              + "|[eE]'[^'\\\\]*+(?:(?:''|\\\\.)[^'\\\\]*+)*+(?:'|\\z)"
              + "|'[^']*+(?:'|\\z)|\"[^\"]*+(?:\"|\\z)"
              + "|(\\$\\w*+\\$).*?(?:\\1|\\z)"
              + "|[A-Za-z_\\x{80}-\\x{10ffff}][\\w$\\x{80}-\\x{10ffff}]*+|.",
          Pattern.DOTALL);

  private SqlWords() {}

  /** The words in capitals, at most so many. */
  public static List<String> of(String statement, int most) {
    List<String> words = new ArrayList<>();
    Matcher token = TOKEN.matcher(statement);
    int depth = 0;
    while (words.size() < most && token.find()) {
      char first = statement.charAt(token.start());
      if (first == '(') {
        depth++;
      } else if (first == ')') {
        depth--;
      } else if (depth == 0 && isWord(statement, token)) {
        words.add(token.group().toUpperCase(Locale.ROOT));
      }
    }
    return words;
  }

  private static boolean isWord(String statement, Matcher token) {
    char last = statement.charAt(token.end() - 1);
    return Character.isLetter(statement.charAt(token.start())) && last != '\''
        || statement.charAt(token.start()) == '_';
  }

  /** Whether there is anything but space, comments and semicolons. */
  public static boolean isBlank(String statement) {
    Matcher token = TOKEN.matcher(statement);
    while (token.find()) {
      String text = token.group();
      boolean nothing =
          text.isBlank() || text.equals(";") || text.startsWith("--") || text.startsWith("/*");
      if (!nothing) {
        return false;
      }
    }
    return true;
  }
}
