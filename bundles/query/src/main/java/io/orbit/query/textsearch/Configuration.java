package io.orbit.query.textsearch;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tartarus.snowball.ext.EnglishStemmer;

/** A text search configuration: which lexeme a token becomes. */
public enum Configuration {
  /** Words in lower case. */
  SIMPLE("simple", 3748, Set.of()),
  /** English words' stems by Snowball, without stop words. */
  ENGLISH(
      "english",
      13_164,
      Set.of(
          ("i me my myself we our ours ourselves you your yours yourself yourselves he him his"
                  + " himself she her hers herself it its itself they them their theirs themselves"
                  + " what which who whom this that these those am is are was were be been being"
                  + " have has had having do does did doing a an the and but if or because as until"
                  + " while of at by for with about against between into through during before"
                  + " after above below to from up down in out on off over under again further then"
                  + " once here there when where why how all any both each few more most other some"
                  + " such no nor not only own same so than too very s t can will just don should"
                  + " now")
              .split(" ")));

  /** Longer words are left as they are. */
  private static final int LONGEST_STEMMED = 1000;

  private final String title;
  private final long oid;
  private final Set<String> stopWords;

  Configuration(String title, long oid, Set<String> stopWords) {
    this.title = title;
    this.oid = oid;
    this.stopWords = stopWords;
  }

  public String title() {
    return title;
  }

  public long oid() {
    return oid;
  }

  /**
   * The configuration of an OID.
   *
   * @throws OrbitException UNDEFINED_OBJECT
   */
  public static Configuration of(long oid) {
    for (Configuration configuration : values()) {
      if (configuration.oid == oid) {
        return configuration;
      }
    }
    throw new OrbitException(
        ErrorCode.UNDEFINED_OBJECT, "cache lookup failed for text search configuration " + oid);
  }

  /** From a token to its lexeme, empty for a stop word; for one thread. */
  Lexer lexer() {
    return this == SIMPLE ? new Lexer(stopWords, stem -> stem) : new Lexer(stopWords, stemmer());
  }

  private static UnaryOperator<String> stemmer() {
    EnglishStemmer stemmer = new EnglishStemmer();
    return word -> {
      stemmer.setCurrent(word);
      stemmer.stem();
      return stemmer.getCurrent();
    };
  }

  /** Words to lexemes. */
  record Lexer(Set<String> stopWords, UnaryOperator<String> stem) {
    String lexeme(TokenType type, String token) {
      String word = token.toLowerCase(Locale.ROOT);
      if (!type.isLanguage()) {
        return word;
      }
      if (stopWords.contains(word)) {
        return "";
      }
      return word.length() > LONGEST_STEMMED ? word : stem.apply(word);
    }
  }
}
