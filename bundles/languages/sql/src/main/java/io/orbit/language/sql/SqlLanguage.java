package io.orbit.language.sql;

import io.orbit.api.query.Dialect;
import io.orbit.api.query.Language;
import io.orbit.api.query.NormalizedText;
import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.ProcedureStatement;
import io.orbit.api.query.tree.TypeName;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** SQL as PostgreSQL has it. Stateless: every call reads its text anew. */
@Component(service = Language.class, property = "language=sql")
public final class SqlLanguage implements Language {

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public List<ParsedStatement> parse(String text) {
    return new Parser(text).statements().all();
  }

  @Override
  public NormalizedText normalize(String text) {
    return Normalizer.normalize(text);
  }

  @Override
  public Expression parseExpression(String text) {
    Parser parser = new Parser(text);
    Expression expression = parser.expressions().expression();
    finish(parser);
    return expression;
  }

  @Override
  public TypeName parseType(String text) {
    Parser parser = new Parser(text);
    TypeName type = parser.types().typeName();
    finish(parser);
    return type;
  }

  @Override
  public ProcedureStatement.Block parseProcedure(String body) {
    return new ProcedureParser(body).parse();
  }

  private static void finish(Parser parser) {
    Tokens tokens = parser.tokens();
    tokens.expect(TokenKind.END);
    String unsupported = tokens.unsupported();
    if (unsupported != null) {
      throw Errors.unsupported(unsupported + " is not supported", 0);
    }
  }
}
