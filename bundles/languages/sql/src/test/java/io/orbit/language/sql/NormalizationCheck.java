package io.orbit.language.sql;

import io.orbit.api.error.OrbitException;
import io.orbit.api.query.NormalizedText;
import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that a normalised text means what the text means: its tree, with the literals put back.
 */
final class NormalizationCheck {
  private static final Pattern STRING_OR_PARAMETER =
      Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|\\$(\\d+)", Pattern.DOTALL);
  private static final Pattern TYPED = Pattern.compile(", position=\\d+|\\s+");

  private final SqlLanguage language = new SqlLanguage();

  /** What is wrong with the normalisation of a text that parses, or nothing. */
  Optional<String> problem(String text) {
    List<ParsedStatement> original;
    try {
      original = language.parse(text);
    } catch (OrbitException refused) {
      return Optional.empty();
    }
    NormalizedText normalized = language.normalize(text);
    List<ParsedStatement> again;
    try {
      again = language.parse(normalized.key());
    } catch (OrbitException refused) {
      return Optional.of("key does not parse: " + normalized.key() + "\n  " + refused.getMessage());
    }
    if (original.size() != again.size()) {
      return Optional.of("key has another number of statements: " + normalized.key());
    }
    for (int i = 0; i < original.size(); i++) {
      String expected = text(original.get(i).statement());
      String actual = text(again.get(i).statement());
      if (!(original.get(i).statement() instanceof ObjectDefinition)) {
        actual = restored(actual, normalized);
      }
      if (!expected.equals(actual)) {
        return Optional.of(
            "key " + normalized.key() + "\n  gives " + actual + "\n  not   " + expected);
      }
    }
    return Optional.empty();
  }

  /**
   * Definitions of types, routines and triggers keep their literals, which stand in bodies, and
   * expressions as they were typed, which the key writes in its own way.
   */
  private static String text(Statement statement) {
    return statement instanceof ObjectDefinition
        ? TYPED.matcher(statement.toString()).replaceAll("").toLowerCase(Locale.ROOT)
        : StatementText.statement(statement);
  }

  private static String restored(String tree, NormalizedText normalized) {
    Matcher matcher = STRING_OR_PARAMETER.matcher(tree);
    StringBuilder restored = new StringBuilder();
    while (matcher.find()) {
      String replacement = matcher.group();
      if (matcher.group(1) != null) {
        int literal = Integer.parseInt(matcher.group(1)) - normalized.ownParameters() - 1;
        if (literal >= 0) {
          replacement = TreeText.expression(normalized.literals().get(literal));
        }
      }
      matcher.appendReplacement(restored, Matcher.quoteReplacement(replacement));
    }
    return matcher.appendTail(restored).toString();
  }
}
