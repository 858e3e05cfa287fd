package io.orbit.language.sql;

import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Utility;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises, without building a tree, what PostgreSQL's grammar accepts and Orbit does not carry
 * out, by the rules of {@code syntax.txt}. All ways to match are followed at once as sets of token
 * positions, so rules need not be unambiguous; when none is left, the error is at the furthest
 * token any of them reached, which is where PostgreSQL's parser gives up.
 */
final class Syntax {
  private final Parser parser;
  private final Tokens tokens;
  private @Nullable Map<String, Runnable> readers;
  private @Nullable OrbitException furthest;

  Syntax(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
  }

  /** One whole statement of those that have a rule, which is not carried out. */
  Utility.Unsupported statement() {
    int position = tokens.position();
    String command = recognise();
    tokens.unsupported(command);
    return new Utility.Unsupported(command, position);
  }

  /** The name of the rule that the whole statement follows; leaves the tokens behind it. */
  String recognise() {
    int position = tokens.position();
    int start = tokens.index();
    String command = "";
    int end = -1;
    OrbitException outer = furthest;
    furthest = null;
    failAt(start);
    for (Map.Entry<String, SyntaxRules.Node> rule : SyntaxRules.STATEMENTS.entrySet()) {
      int reached = match(rule.getValue(), at(start)).length() - 1;
      if (reached > end) {
        end = reached;
        command = rule.getKey();
      }
    }
    finish(end, outer);
    if (command.equals("CREATE ASSERTION")) {
      throw Errors.unsupported("CREATE ASSERTION is not yet implemented", position);
    }
    return command;
  }

  /** A part that a named rule describes; leaves the tokens behind the longest match. */
  void read(String rule) {
    OrbitException outer = furthest;
    furthest = null;
    tokens.enter(3);
    int end = match(SyntaxRules.part(rule), at(tokens.index())).length() - 1;
    tokens.leave(3);
    finish(end, outer);
  }

  private void finish(int end, @Nullable OrbitException outer) {
    OrbitException failure = furthest;
    furthest = outer;
    if (failure != null && (end < 0 || failure.position() > startOf(end))) {
      throw failure;
    }
    tokens.moveTo(end);
  }

  private static BitSet at(int index) {
    BitSet set = new BitSet();
    set.set(index);
    return set;
  }

  private int startOf(int index) {
    return token(index).start();
  }

  private Token token(int index) {
    return tokens.peek(index - tokens.index());
  }

  // Matching: from a set of positions to the set of positions behind

  private BitSet match(SyntaxRules.Node node, BitSet starts) {
    return switch (node) {
      case SyntaxRules.Word word -> step(starts, index -> isWord(word.keyword(), index));
      case SyntaxRules.Symbol symbol -> step(starts, index -> token(index).is(symbol.kind()));
      case SyntaxRules.Sequence sequence -> {
        BitSet reached = starts;
        for (SyntaxRules.Node part : sequence.parts()) {
          if (reached.isEmpty()) {
            break;
          }
          reached = match(part, reached);
        }
        yield reached;
      }
      case SyntaxRules.Choice choice -> {
        BitSet reached = new BitSet();
        for (SyntaxRules.Node alternative : choice.alternatives()) {
          reached.or(match(alternative, starts));
        }
        yield reached;
      }
      case SyntaxRules.Repeat repeat -> repeated(repeat, starts);
      case SyntaxRules.Reference reference -> referenced(reference, starts);
    };
  }

  private interface Test {
    boolean matches(int index);
  }

  private BitSet step(BitSet starts, Test test) {
    BitSet reached = new BitSet();
    for (int i = starts.nextSetBit(0); i >= 0; i = starts.nextSetBit(i + 1)) {
      if (test.matches(i)) {
        reached.set(i + 1);
      } else {
        failAt(i);
      }
    }
    return reached;
  }

  /** FORMAT is a key word only before JSON. */
  private boolean isWord(Keyword word, int index) {
    return token(index).is(word) && (word != Keyword.FORMAT || token(index + 1).is(Keyword.JSON));
  }

  private BitSet repeated(SyntaxRules.Repeat repeat, BitSet starts) {
    BitSet all = new BitSet();
    if (repeat.optional()) {
      all.or(starts);
    }
    BitSet reached = match(repeat.body(), starts);
    while (!reached.isEmpty()) {
      reached.andNot(all);
      all.or(reached);
      if (!repeat.many()) {
        break;
      }
      BitSet next = (BitSet) reached.clone();
      if (repeat.commas()) {
        next = step(next, index -> token(index).is(TokenKind.COMMA));
      }
      reached = match(repeat.body(), next);
    }
    return all;
  }

  private BitSet referenced(SyntaxRules.Reference reference, BitSet starts) {
    SyntaxRules.Node rule = SyntaxRules.PARTS.get(reference.name());
    if (rule != null) {
      tokens.enter(3);
      BitSet reached = match(rule, starts);
      tokens.leave(3);
      return reached;
    }
    Runnable reader = reader(reference.name());
    BitSet reached = new BitSet();
    int here = tokens.index();
    for (int i = starts.nextSetBit(0); i >= 0; i = starts.nextSetBit(i + 1)) {
      tokens.moveTo(i);
      try {
        reader.run();
        reached.set(tokens.index());
      } catch (OrbitException failed) {
        fail(failed);
      }
    }
    tokens.moveTo(here);
    return reached;
  }

  private void failAt(int index) {
    Token token = token(index);
    fail(token.is(TokenKind.INVALID) ? (OrbitException) token.value() : tokens.syntaxError(token));
  }

  private void fail(OrbitException failure) {
    if (furthest == null || failure.position() > furthest.position()) {
      furthest = failure;
    }
  }

  // What the hand-written parser reads for a rule

  private Runnable reader(String name) {
    if (readers == null) {
      readers = readers();
    }
    Runnable reader = readers.get(name);
    if (reader == null) {
      throw new IllegalStateException("syntax.txt names " + name + ", which nothing reads");
    }
    return reader;
  }

  private Map<String, Runnable> readers() {
    Names names = parser.names();
    Map<String, Runnable> readers = new HashMap<>();
    readers.put("name", names::columnName);
    readers.put("any_name", names::anyName);
    readers.put("qualified_name", names::qualifiedName);
    readers.put("function_name", parser.sources()::functionName);
    readers.put("parameter_name", names::typeOrFunctionName);
    readers.put("label", names::label);
    readers.put("word", names::nonReservedWord);
    readers.put("word_or_string", names::wordOrString);
    readers.put("boolean_or_string", names::booleanOrString);
    readers.put("role", names::role);
    readers.put("identifier", () -> tokens.expect(TokenKind.IDENTIFIER));
    readers.put("string", tokens::string);
    readers.put("integer", names::integer);
    readers.put("decimal", () -> tokens.expect(TokenKind.NUMBER));
    readers.put("signed_integer", names::signedInteger);
    readers.put("numeric", names::numeric);
    readers.put("type", parser.types()::typeName);
    readers.put("simple_type", parser.types()::simpleTypeName);
    readers.put("operator", parser.expressions()::anyOperator);
    readers.put("operator_or_qualified", parser.expressions()::operatorOrQualified);
    readers.put("expression", parser.expressions()::expression);
    readers.put("basic_expression", parser.expressions()::basicExpression);
    readers.put("operand", () -> parser.primaries().primary(false));
    readers.put("order_by", this::orderBy);
    readers.put("relation", parser.sources()::relation);
    readers.put("sources", parser.sources()::list);
    readers.put("query", parser.queries()::query);
    readers.put("options", parser.options()::storage);
    readers.put("definition", parser.options()::definition);
    readers.put("utility_options", parser.options()::utility);
    readers.put("index_element", () -> parser.statements().indexes().element());
    readers.put("key_expression", () -> parser.statements().indexes().keyExpression());
    readers.put("table_element", () -> parser.statements().tables().element());
    readers.put("column_qualifiers", () -> parser.statements().constraints().columnQualifiers());
    readers.put("table_constraint", () -> parser.statements().constraints().tableConstraint());
    readers.put("set_or_reset", () -> parser.statements().sessions().setOrReset());
    readers.put("statement", () -> parser.statements().statement());
    readers.put("reserved_word", this::reservedWord);
    readers.put("attributes", () -> parser.statements().constraints().attributes());
    readers.put("operator_arguments", this::operatorArguments);
    readers.put("typed_constant", this::typedConstant);
    readers.put("partition_strategy", this::partitionStrategy);
    readers.put("policy_kind", this::policyKind);
    readers.put("rule_action", this::ruleAction);
    return readers;
  }

  private void orderBy() {
    if (!tokens.at(Keyword.ORDER)) {
      throw tokens.syntaxError();
    }
    parser.queries().orderBy();
  }

  /** {@code (left, right)}, where one of the two may be NONE. */
  private void operatorArguments() {
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    boolean none = tokens.accept(Keyword.NONE);
    if (!none) {
      parser.types().typeName();
    }
    if (!none && tokens.at(TokenKind.RIGHT_PARENTHESIS)) {
      throw Errors.syntax("missing argument", tokens.position())
          .withHint("Use NONE to denote the missing argument of a unary operator.");
    }
    tokens.expect(TokenKind.COMMA);
    if (none || !tokens.accept(Keyword.NONE)) {
      parser.types().typeName();
    }
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
  }

  private void typedConstant() {
    if (!(parser.primaries().primary(false) instanceof Expression.Cast)) {
      throw tokens.syntaxError();
    }
  }

  private void partitionStrategy() {
    Token token = tokens.peek();
    String strategy = parser.names().columnName();
    boolean known = strategy.matches("(?i)list|range|hash");
    if (!known && tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      throw Errors.syntax("unrecognized partitioning strategy \"" + strategy + "\"", token.start());
    }
  }

  private void policyKind() {
    Token token = tokens.expect(TokenKind.IDENTIFIER);
    if (!token.text().matches("permissive|restrictive")) {
      throw Errors.syntax(
              "unrecognized row security option \"" + token.text() + "\"", token.start())
          .withHint("Only PERMISSIVE or RESTRICTIVE policies are supported currently.");
    }
  }

  private void ruleAction() {
    if (tokens.at(Keyword.NOTIFY)) {
      parser.statements().statement();
    } else {
      parser.statements().preparable();
    }
  }

  private void reservedWord() {
    Keyword word = tokens.peek().keyword();
    if (word == null || word.category != Keyword.Category.RESERVED) {
      throw tokens.syntaxError();
    }
    tokens.next();
  }
}
