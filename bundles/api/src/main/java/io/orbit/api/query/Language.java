package io.orbit.api.query;

import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.ProcedureStatement;
import io.orbit.api.query.tree.TypeName;
import java.util.List;

/**
 * A query language: text in, trees out. Implemented by the bundles under {@code languages/}, which
 * export nothing, register one service, come and go while the server runs. Pure and stateless: any
 * number of threads call it at once; it knows no catalog and no session.
 *
 * <p>Called by query, once for each text that its plan cache does not hold.
 */
public interface Language {
  /** Lower-case name by which protocols ask for it: {@code sql}, {@code cypher}. */
  String name();

  /** What the binder must know of the language. */
  Dialect dialect();

  /**
   * The statements of a text, in order; an empty text gives one {@code Utility.Empty}.
   *
   * @throws OrbitException SYNTAX_ERROR with the position and message the language's reference
   *     implementation gives; STATEMENT_TOO_COMPLEX beyond the nesting limit
   */
  List<ParsedStatement> parse(String text);

  /**
   * The text with its literals replaced by parameters, for the plan cache. Must cost a few
   * microseconds at most: a lexer's work, no parsing. Two texts with equal {@link
   * NormalizedText#key()} parse to the same tree but for the literals' values.
   *
   * @throws OrbitException SYNTAX_ERROR where the text cannot even be split into tokens
   */
  NormalizedText normalize(String text);

  /**
   * One expression on its own (DEFAULT, CHECK and index expressions kept as text in the catalog).
   */
  Expression parseExpression(String text);

  /** One type name on its own. */
  TypeName parseType(String text);

  /**
   * The body of a routine in the procedural language that goes with this one (PL/pgSQL).
   *
   * @throws io.orbit.api.error.OrbitException SYNTAX_ERROR and its like, FEATURE_NOT_SUPPORTED
   */
  ProcedureStatement.Block parseProcedure(String body);
}
