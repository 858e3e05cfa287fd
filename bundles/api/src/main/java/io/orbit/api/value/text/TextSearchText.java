package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.TextSearchVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Text forms of search vectors, {@code 'fat':2,4A 'cat':3}, and of configurations' names. */
final class TextSearchText {
  private static final int LONGEST_LEXEME = 2047;
  private static final Map<String, Long> CONFIGURATIONS =
      Map.of("simple", 3748L, "english", 13_164L);

  private final String text;
  private int at;

  private TextSearchText(String text) {
    this.text = text;
  }

  static TextSearchVector parse(String text) {
    return new TextSearchText(text).vector();
  }

  private TextSearchVector vector() {
    Map<String, List<Integer>> lexemes = new HashMap<>();
    skipSpace();
    while (at < text.length()) {
      String lexeme = lexeme();
      List<Integer> positions = lexemes.computeIfAbsent(lexeme, word -> new ArrayList<>());
      if (at < text.length() && text.charAt(at) == ':') {
        do {
          at++;
          positions.add(position());
        } while (at < text.length() && text.charAt(at) == ',');
        if (at < text.length() && !IntegerText.isSpace(text.charAt(at))) {
          throw malformed();
        }
      }
      skipSpace();
    }
    return TextSearchVector.of(lexemes);
  }

  private String lexeme() {
    StringBuilder out = new StringBuilder();
    boolean quoted = text.charAt(at) == '\'';
    at += quoted ? 1 : 0;
    while (true) {
      if (at == text.length()) {
        if (quoted) {
          throw malformed();
        }
        break;
      }
      char c = text.charAt(at);
      if (c == '\\') {
        if (++at == text.length()) {
          throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "there is no escaped character: \"" + text + "\"");
        }
        out.append(text.charAt(at));
      } else if (quoted && c == '\'') {
        if (at + 1 == text.length() || text.charAt(at + 1) != '\'') {
          at++;
          break;
        }
        out.append(c);
        at++;
      } else if (!quoted && (c == ':' || c == '\'' || IntegerText.isSpace(c))) {
        break;
      } else {
        out.append(c);
      }
      at++;
    }
    if (out.isEmpty()) {
      throw malformed();
    }
    if (out.length() >= LONGEST_LEXEME) {
      throw new OrbitException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "word is too long (" + out.length() + " bytes, max 2046 bytes)");
    }
    return out.toString();
  }

  private int position() {
    int start = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
    int place = (int) Math.min(TextSearchVector.LAST_POSITION, Double.parseDouble(digits(start)));
    if (place == 0) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR, "wrong position info in tsvector: \"" + text + "\"");
    }
    int weight = at < text.length() ? "DCBA".indexOf(Character.toUpperCase(text.charAt(at))) : -1;
    at += weight >= 0 ? 1 : 0;
    return TextSearchVector.position(place, Math.max(weight, 0));
  }

  private String digits(int start) {
    return text.substring(start, at);
  }

  private void skipSpace() {
    while (at < text.length() && IntegerText.isSpace(text.charAt(at))) {
      at++;
    }
  }

  private OrbitException malformed() {
    return new OrbitException(ErrorCode.SYNTAX_ERROR, "syntax error in tsvector: \"" + text + "\"");
  }

  static String format(TextSearchVector vector) {
    StringBuilder out = new StringBuilder();
    for (TextSearchVector.Lexeme lexeme : vector.lexemes()) {
      out.append(out.isEmpty() ? "" : " ");
      quote(lexeme.text(), out);
      char separator = ':';
      for (int position : lexeme.positions()) {
        int weight = TextSearchVector.weightOf(position);
        out.append(separator).append(TextSearchVector.placeOf(position));
        out.append(weight == 0 ? "" : "DCBA".substring(weight, weight + 1));
        separator = ',';
      }
    }
    return out.toString();
  }

  static void quote(String lexeme, StringBuilder out) {
    out.append('\'');
    for (int i = 0; i < lexeme.length(); i++) {
      char c = lexeme.charAt(i);
      out.append(c == '\'' || c == '\\' ? String.valueOf(c).repeat(2) : String.valueOf(c));
    }
    out.append('\'');
  }

  /** The OID of a configuration by its name, be it with pg_catalog before it. */
  static Object configuration(String text) {
    if (text.equals("-")) {
      return 0L;
    }
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return IntegerText.parseOid(text);
    }
    String name = text.strip().replace("\"", "");
    Long oid = CONFIGURATIONS.get(name.substring(name.indexOf('.') + 1));
    boolean elsewhere = name.indexOf('.') >= 0 && !name.startsWith("pg_catalog.");
    if (oid == null || elsewhere) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT, "text search configuration \"" + text + "\" does not exist");
    }
    return oid;
  }

  static String formatConfiguration(long oid) {
    return CONFIGURATIONS.entrySet().stream()
        .filter(entry -> entry.getValue() == oid)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(oid == 0 ? "-" : Long.toString(oid));
  }
}
