package io.orbit.query.textsearch;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.TextSearchQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A passage of a document with the query's words marked in it ({@code ts_headline}, manual section
 * 12.3.4): the one with the most of them, or several fragments.
 */
public final class Excerpts {
  /** A token, and whether it is searched for. */
  private record Word(TextParser.Token token, boolean counted, String found) {
    boolean isHit() {
      return !found.isEmpty();
    }
  }

  /** Words from one place to before another. */
  private record Passage(int from, int to) {}

  private final Options options;
  private final List<Word> words = new ArrayList<>();

  private Excerpts(Options options) {
    this.options = options;
  }

  /** What ts_headline is told. */
  private static final class Options {
    private int mostWords = 35;
    private int leastWords = 15;
    private int shortWord = 3;
    private int fragments;
    private boolean all;
    private String start = "<b>";
    private String stop = "</b>";
    private String delimiter = " ... ";

    static Options parse(String text) {
      Options options = new Options();
      for (String pair : split(text)) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
          throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "invalid parameter list format: \"" + text + "\"");
        }
        options.set(
            pair.substring(0, equals).strip(), unquoted(pair.substring(equals + 1).strip()));
      }
      options.check();
      return options;
    }

    private static List<String> split(String text) {
      List<String> parts = new ArrayList<>();
      int start = 0;
      boolean quoted = false;
      for (int i = 0; i < text.length(); i++) {
        quoted ^= text.charAt(i) == '"';
        if (text.charAt(i) == ',' && !quoted) {
          parts.add(text.substring(start, i));
          start = i + 1;
        }
      }
      parts.add(text.substring(start));
      parts.removeIf(String::isBlank);
      return parts;
    }

    private static String unquoted(String value) {
      boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
      return quoted ? value.substring(1, value.length() - 1).replace("\"\"", "\"") : value;
    }

    private void set(String name, String value) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "maxwords" -> mostWords = number(value);
        case "minwords" -> leastWords = number(value);
        case "shortword" -> shortWord = number(value);
        case "maxfragments" -> fragments = number(value);
        case "startsel" -> start = value;
        case "stopsel" -> stop = value;
        case "fragmentdelimiter" -> delimiter = value;
        case "highlightall" ->
            all =
                List.of("1", "on", "true", "t", "y", "yes")
                    .contains(value.toLowerCase(Locale.ROOT));
        default ->
            throw new OrbitException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "unrecognized headline parameter: \"" + name + "\"");
      }
    }

    private static int number(String value) {
      try {
        return Integer.parseInt(value);
      } catch (NumberFormatException malformed) {
        throw new OrbitException(
            ErrorCode.INVALID_TEXT_REPRESENTATION,
            "invalid input syntax for type integer: \"" + value + "\"",
            malformed);
      }
    }

    private void check() {
      String wrong =
          all
              ? ""
              : leastWords >= mostWords
                  ? "MinWords should be less than MaxWords"
                  : leastWords <= 0
                      ? "MinWords should be positive"
                      : shortWord < 0
                          ? "ShortWord should be >= 0"
                          : fragments < 0 ? "MaxFragments should be >= 0" : "";
      if (!wrong.isEmpty()) {
        throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, wrong);
      }
    }
  }

  /** The passage as text. */
  public static String of(
      Configuration configuration, String document, TextSearchQuery query, String options) {
    Excerpts excerpts = new Excerpts(Options.parse(options));
    excerpts.read(configuration, document, query);
    return excerpts.shown(excerpts.passages());
  }

  private void read(Configuration configuration, String document, TextSearchQuery query) {
    Configuration.Lexer lexer = configuration.lexer();
    List<TextSearchQuery.Operand> operands =
        query.root() == null ? List.of() : Ranking.operands(query.root());
    for (TextParser.Token token : TextParser.parse(document)) {
      if (token.type().isWhole()) {
        continue;
      }
      String lexeme = token.type().isIgnored() ? "" : lexer.lexeme(token.type(), token.text());
      String found = "";
      for (TextSearchQuery.Operand operand : operands) {
        boolean fits =
            operand.prefix()
                ? lexeme.startsWith(operand.lexeme())
                : lexeme.equals(operand.lexeme());
        found = fits && !lexeme.isEmpty() ? operand.lexeme() : found;
      }
      words.add(new Word(token, !token.type().isIgnored(), found));
    }
  }

  private List<Passage> passages() {
    if (options.all) {
      return List.of(new Passage(0, words.size()));
    }
    if (options.fragments == 0) {
      return List.of(best(0, words.size()));
    }
    List<Passage> fragments = new ArrayList<>();
    int from = 0;
    while (fragments.size() < options.fragments && nextHit(from) >= 0) {
      Passage passage = from(Math.max(from, nextHit(from)), from);
      fragments.add(passage);
      from = passage.to();
    }
    return fragments.isEmpty() ? List.of(new Passage(0, least(0))) : fragments;
  }

  private int nextHit(int from) {
    for (int i = from; i < words.size(); i++) {
      if (words.get(i).isHit()) {
        return i;
      }
    }
    return -1;
  }

  /** The passage with the most different words of the query; the first of equals. */
  private Passage best(int from, int to) {
    Passage best = new Passage(0, least(0));
    long most = 0;
    for (int i = nextHit(from); i >= 0 && i < to; i = nextHit(i + 1)) {
      Passage passage = from(i, 0);
      long hits =
          words.subList(passage.from(), passage.to()).stream()
              .filter(Word::isHit)
              .map(Word::found)
              .distinct()
              .count();
      if (hits > most) {
        most = hits;
        best = passage;
      }
    }
    return best;
  }

  /** As many words as there may be from a hit on, and words before it where few follow. */
  private Passage from(int hit, int earliest) {
    int end = hit;
    int count = 0;
    int lastGood = hit + 1;
    while (end < words.size() && count < options.mostWords) {
      Word word = words.get(end++);
      count += word.counted() ? 1 : 0;
      boolean enough = count >= options.leastWords;
      boolean good = word.isHit() || word.token().text().length() > options.shortWord;
      if (word.counted() && (good || !enough)) {
        lastGood = end;
        if (enough && nextHit(end) < 0) {
          break;
        }
      }
    }
    int begin = hit;
    while (count < options.leastWords && begin > earliest) {
      begin--;
      count += words.get(begin).counted() ? 1 : 0;
    }
    return new Passage(begin, lastGood);
  }

  /** Where as many words end as there must be. */
  private int least(int from) {
    int end = from;
    int last = from;
    int count = 0;
    while (end < words.size() && count < options.leastWords) {
      if (words.get(end++).counted()) {
        count++;
        last = end;
      }
    }
    return last;
  }

  private String shown(List<Passage> passages) {
    StringBuilder out = new StringBuilder();
    for (Passage passage : passages) {
      out.append(out.isEmpty() ? "" : options.delimiter);
      for (Word word : words.subList(passage.from(), passage.to())) {
        String text = word.token().type() == TokenType.TAG ? " " : word.token().text();
        out.append(word.isHit() ? options.start + text + options.stop : text);
      }
    }
    return out.toString();
  }
}
