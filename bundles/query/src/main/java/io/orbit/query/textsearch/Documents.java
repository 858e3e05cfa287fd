package io.orbit.query.textsearch;

import io.orbit.api.value.TextSearchVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Documents to lexemes with their places, and to vectors. */
public final class Documents {
  /** Longer words are not searched by (PostgreSQL's MAXSTRLEN). */
  private static final int LONGEST_WORD = 2047;

  private Documents() {}

  /** A lexeme and its place, counted from 1; words that are left out count too. */
  record Place(String lexeme, int position) {}

  static List<Place> places(Configuration configuration, String text) {
    Configuration.Lexer lexer = configuration.lexer();
    List<Place> places = new ArrayList<>();
    int position = 0;
    for (TextParser.Token token : TextParser.parse(text)) {
      if (token.type().isIgnored() || token.text().length() >= LONGEST_WORD) {
        continue;
      }
      position++;
      String lexeme = lexer.lexeme(token.type(), token.text());
      if (!lexeme.isEmpty()) {
        places.add(new Place(lexeme, position));
      }
    }
    return places;
  }

  /** One document's vector. */
  public static TextSearchVector vector(Configuration configuration, String text) {
    return vector(configuration, List.of(text));
  }

  /** The vector of several texts, one behind the other with a place left free between them. */
  public static TextSearchVector vector(Configuration configuration, List<String> texts) {
    Map<String, List<Integer>> lexemes = new HashMap<>();
    int offset = 0;
    for (String text : texts) {
      int last = offset;
      for (Place place : places(configuration, text)) {
        int position = offset + place.position();
        last = Math.max(last, position);
        lexemes
            .computeIfAbsent(place.lexeme(), lexeme -> new ArrayList<>())
            .add(TextSearchVector.position(position, 0));
      }
      offset = last > offset ? last + 1 : offset;
    }
    return TextSearchVector.of(lexemes);
  }
}
