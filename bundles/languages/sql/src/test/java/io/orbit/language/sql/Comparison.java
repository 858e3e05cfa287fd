package io.orbit.language.sql;

import io.orbit.api.error.OrbitException;
import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.tree.AccessControl;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.Utility;
import java.util.List;
import java.util.Optional;

/** Compares what Orbit and PostgreSQL make of a text. */
final class Comparison {
  private final Oracle oracle;
  private final SqlLanguage language = new SqlLanguage();

  Comparison(Oracle oracle) {
    this.oracle = oracle;
  }

  /** How the two differ, or nothing. */
  Optional<String> difference(String text) {
    Oracle.Verdict expected = oracle.ask(text);
    List<ParsedStatement> statements;
    try {
      statements = language.parse(text);
    } catch (OrbitException refused) {
      if (expected.accepted()) {
        return Optional.of("refused: " + refused.getMessage() + " at " + refused.position());
      }
      // The oracle says 0 where PostgreSQL gives no position.
      boolean same =
          refused.getMessage().equals(expected.message())
              && Math.max(refused.position(), 0) == expected.position();
      return same
          ? Optional.empty()
          : Optional.of(
              "refused with: "
                  + refused.getMessage()
                  + " at "
                  + refused.position()
                  + "\n  not with: "
                  + expected.message()
                  + " at "
                  + expected.position());
    }
    if (!expected.accepted()) {
      return Optional.of(
          "accepted, not refused with: " + expected.message() + " at " + expected.position());
    }
    return tree(statements, expected);
  }

  private static Optional<String> tree(List<ParsedStatement> statements, Oracle.Verdict expected) {
    if (statements.size() == 1 && statements.getFirst().statement() instanceof Utility.Empty) {
      return expected.trees().isEmpty() ? Optional.empty() : Optional.of("empty");
    }
    if (statements.size() != expected.trees().size()) {
      return Optional.of(statements.size() + " statements, not " + expected.trees().size());
    }
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i).statement() instanceof Utility.Unsupported
          || statements.get(i).statement() instanceof ObjectDefinition
          || statements.get(i).statement() instanceof AccessControl.GrantPrivileges grant
              && grant.target() == AccessControl.GrantTarget.FUNCTION) {
        continue;
      }
      String actual = StatementText.statement(statements.get(i).statement());
      if (!actual.equals(expected.trees().get(i))) {
        return Optional.of("tree:     " + actual + "\n  not:    " + expected.trees().get(i));
      }
    }
    return Optional.empty();
  }
}
