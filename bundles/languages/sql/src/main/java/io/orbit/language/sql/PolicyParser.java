package io.orbit.language.sql;

import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.ObjectDefinition.PolicyCommand;
import io.orbit.api.query.tree.Statement;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** CREATE, ALTER and DROP POLICY, once their syntax is known to be right. */
final class PolicyParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  PolicyParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  Statement create(int position) {
    tokens.expect(Keyword.CREATE, Keyword.POLICY);
    String name = names.columnName();
    tokens.expect(Keyword.ON);
    List<String> table = names.qualifiedName();
    boolean permissive = true;
    if (tokens.accept(Keyword.AS)) {
      permissive = tokens.next().text().equalsIgnoreCase("permissive");
    }
    PolicyCommand command = PolicyCommand.ALL;
    if (tokens.accept(Keyword.FOR)) {
      command = PolicyCommand.valueOf(tokens.next().text().toUpperCase(Locale.ROOT));
    }
    Clauses clauses = clauses();
    List<String> roles = clauses.roles();
    String using = clauses.using();
    String check = clauses.check();
    return new ObjectDefinition.CreatePolicy(
        name,
        table,
        permissive,
        command,
        roles == null ? List.of("public") : roles,
        using == null ? "" : using,
        check == null ? "" : check,
        position);
  }

  Statement alter(int position) {
    tokens.expect(Keyword.ALTER, Keyword.POLICY);
    boolean ifExists = tokens.acceptIfExists();
    String name = names.columnName();
    tokens.expect(Keyword.ON);
    List<String> table = names.qualifiedName();
    if (tokens.accept(Keyword.RENAME, Keyword.TO)) {
      return new ObjectDefinition.RenamePolicy(name, table, ifExists, names.columnName(), position);
    }
    Clauses clauses = clauses();
    return new ObjectDefinition.AlterPolicy(
        name, table, clauses.roles(), clauses.using(), clauses.check(), position);
  }

  Statement drop(int position) {
    tokens.expect(Keyword.DROP, Keyword.POLICY);
    boolean ifExists = tokens.acceptIfExists();
    String name = names.columnName();
    tokens.expect(Keyword.ON);
    List<String> table = names.anyName();
    return new ObjectDefinition.DropPolicy(name, table, ifExists, names.cascade(), position);
  }

  private record Clauses(
      @Nullable List<String> roles, @Nullable String using, @Nullable String check) {}

  private Clauses clauses() {
    List<String> roles = tokens.accept(Keyword.TO) ? names.list(names::role) : null;
    String using = tokens.accept(Keyword.USING) ? condition() : null;
    String check = tokens.accept(Keyword.WITH, Keyword.CHECK) ? condition() : null;
    return new Clauses(roles, using, check);
  }

  private String condition() {
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    int start = tokens.position();
    parser.expressions().expression();
    String text = tokens.text(start, tokens.previousEnd());
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return text;
  }
}
