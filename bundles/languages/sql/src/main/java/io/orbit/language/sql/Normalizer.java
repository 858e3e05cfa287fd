package io.orbit.language.sql;

import io.orbit.api.query.NormalizedText;
import io.orbit.api.query.tree.Expression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan cache's key: the tokens with one blank between them, names and key words folded,
 * and in queries and changes of data every literal replaced by a parameter, unless the statement
 * would mean something else with a parameter there. When in doubt a literal stays, which costs a
 * plan and nothing else. It stays
 *
 * <ul>
 *   <li>behind a type's name ({@code date '…'}) and in a type's modifiers and bounds,
 *   <li>as an ordinal of ORDER BY, GROUP BY and DISTINCT ON,
 *   <li>in the target of ON CONFLICT, which must match an index,
 *   <li>where the grammar has only room for a constant (EXTRACT, FETCH FIRST, precisions),
 *   <li>in statements with SQL/JSON or XML constructs, INTO, SEARCH, CYCLE or {@code U&'…'}.
 * </ul>
 *
 * With GROUP BY or DISTINCT equal literals share a parameter, since expressions are compared there.
 */
final class Normalizer {
  private final String text;
  private final boolean parameters;
  private final boolean shared;
  private final int ownParameters;

  private final Lexer lexer;
  private final List<Expression.Literal> literals = new ArrayList<>();
  private char[] key;
  private int length;

  // What came before the token at hand.
  private TokenKind previous = TokenKind.END;
  private @Nullable Keyword previousWord;
  private @Nullable Keyword wordBeforePrevious;
  private boolean operandEnded;
  private boolean operandEndedBefore;

  // Where the token at hand stands.
  private int depth;
  private int keepUntilDepth = -1;
  private int ordinalDepth = -1;
  private boolean inType;
  private boolean inConflictTarget;
  private boolean inFetch;

  /** Behind a sign that the parser, too, would draw into the number. */
  private boolean keepsNumber;

  /** Why a pass was given up. */
  private enum Outcome {
    DONE,
    SEVERAL,
    NEEDS_SHARING,
    KEEP_ALL
  }

  private Normalizer(String text, boolean parameters, boolean shared, int ownParameters) {
    this.text = text;
    this.parameters = parameters;
    this.shared = shared;
    this.ownParameters = ownParameters;
    this.lexer = new Lexer(text);
    this.key = new char[text.length() + 32];
  }

  static NormalizedText normalize(String text) {
    int own = text.indexOf('$') < 0 ? 0 : highestParameter(text);
    Normalizer pass = new Normalizer(text, true, false, own);
    Outcome outcome = pass.read();
    if (outcome == Outcome.NEEDS_SHARING) {
      pass = new Normalizer(text, true, true, own);
      outcome = pass.read();
    }
    if (outcome == Outcome.DONE) {
      return pass.result(pass.length > 0);
    }
    Normalizer plain = new Normalizer(text, false, false, own);
    return plain.result(plain.read() == Outcome.DONE && plain.length > 0);
  }

  private static int highestParameter(String text) {
    Lexer lexer = new Lexer(text);
    int highest = 0;
    lexer.next();
    while (lexer.kind() != TokenKind.END) {
      if (lexer.kind() == TokenKind.PARAMETER) {
        highest = Math.max(highest, (Integer) lexer.value());
      }
      lexer.next();
    }
    return highest;
  }

  private NormalizedText result(boolean single) {
    return new NormalizedText(
        new String(key, 0, length), List.copyOf(literals), ownParameters, single);
  }

  // One pass over the tokens

  private Outcome read() {
    boolean replace = parameters;
    boolean ended = false;
    boolean several = false;
    lexer.next();
    if (parameters && !beginsQuery()) {
      return Outcome.KEEP_ALL;
    }
    while (lexer.kind() != TokenKind.END) {
      if (lexer.kind() == TokenKind.SEMICOLON) {
        ended = length > 0;
      } else {
        several |= ended;
        if (ended) {
          append(" ;", 0, 2);
          ended = false;
        }
        if (several && replace) {
          return Outcome.SEVERAL;
        }
        Outcome outcome = replace ? token() : plain();
        if (outcome != Outcome.DONE) {
          return outcome;
        }
      }
      lexer.next();
    }
    return several ? Outcome.SEVERAL : Outcome.DONE;
  }

  private Outcome plain() {
    copy();
    return Outcome.DONE;
  }

  private boolean beginsQuery() {
    if (lexer.kind() == TokenKind.LEFT_PARENTHESIS) {
      return true;
    }
    return switch (lexer.keyword()) {
      case SELECT, INSERT, UPDATE, DELETE, VALUES, WITH, MERGE, TABLE -> true;
      case null, default -> false;
    };
  }

  private Outcome token() {
    TokenKind kind = lexer.kind();
    boolean ends = false;
    switch (kind) {
      case STRING -> {
        if (previous == TokenKind.RIGHT_PARENTHESIS) {
          return Outcome.KEEP_ALL;
        }
        literal(!keeps() && !isTyped());
        ends = true;
      }
      case INTEGER, NUMBER -> {
        literal(!keeps() && !keepsNumber);
        ends = true;
      }
      case MINUS -> {
        if (!operandEnded && !keeps() && !keepsNumber && negative()) {
          ends = true;
          kind = TokenKind.INTEGER;
        } else {
          keepsNumber |= !operandEnded;
          copy();
        }
      }
      case UNICODE_STRING, UNICODE_IDENTIFIER -> {
        return Outcome.KEEP_ALL;
      }
      case KEYWORD -> {
        Outcome outcome = keyword();
        if (outcome != Outcome.DONE) {
          return outcome;
        }
        ends = !isInfix(lexer.keyword()) && endsOperand(lexer.keyword());
      }
      case IDENTIFIER, PARAMETER, BIT_STRING, HEX_STRING -> {
        copy();
        ends = true;
      }
      case LEFT_PARENTHESIS -> open();
      case RIGHT_PARENTHESIS -> {
        close();
        ends = true;
      }
      case RIGHT_BRACKET -> {
        copy();
        ends = true;
      }
      case TYPECAST -> {
        copy();
        inType = true;
      }
      case DOT, LEFT_BRACKET -> copy();
      default -> {
        copy();
        inType = false;
      }
    }
    keepsNumber &= kind == TokenKind.MINUS || kind == TokenKind.LEFT_PARENTHESIS;
    wordBeforePrevious = previousWord;
    previousWord = lexer.keyword();
    previous = kind;
    operandEndedBefore = operandEnded;
    operandEnded = ends;
    return Outcome.DONE;
  }

  // Key words

  private Outcome keyword() {
    Keyword word = lexer.keyword();
    if (word == null) {
      return Outcome.DONE;
    }
    switch (word) {
      case GROUP, DISTINCT -> {
        if (!shared) {
          return Outcome.NEEDS_SHARING;
        }
      }
      case BY -> ordinalDepth = depth;
      case AS -> inType = true;
      case CONFLICT -> inConflictTarget = true;
      case DO -> inConflictTarget = false;
      case FETCH -> inFetch = true;
      case ROW, ROWS, ONLY -> inFetch = false;
      case SEARCH, CYCLE -> {
        return Outcome.KEEP_ALL;
      }
      case INTO -> {
        if (previousWord != Keyword.INSERT && previousWord != Keyword.MERGE) {
          return Outcome.KEEP_ALL;
        }
      }
      default -> {
        if (isConstruct(word)) {
          return Outcome.KEEP_ALL;
        }
        if (endsOrdinals(word)) {
          ordinalDepth = -1;
        }
      }
    }
    if (word.category == Keyword.Category.RESERVED && word != Keyword.AS && word != Keyword.ARRAY
        || word == Keyword.MATERIALIZED) {
      inType = false;
    }
    copy();
    return Outcome.DONE;
  }

  private static boolean isConstruct(Keyword word) {
    return word.word.startsWith("json_") || word.word.startsWith("xml") || word == Keyword.JSON;
  }

  private static boolean endsOrdinals(Keyword word) {
    return switch (word) {
      case LIMIT, OFFSET, FETCH, FOR, HAVING, WINDOW, UNION, INTERSECT, EXCEPT, RETURNING -> true;
      default -> false;
    };
  }

  /** Behind an operand these words are operators, else they may be names. */
  private boolean isInfix(@Nullable Keyword word) {
    return operandEnded
        && (word == Keyword.BETWEEN || word == Keyword.LIKE || word == Keyword.ILIKE);
  }

  private static boolean endsOperand(@Nullable Keyword word) {
    if (word == null) {
      return false;
    }
    return switch (word) {
      case NULL,
          TRUE,
          FALSE,
          END,
          DEFAULT,
          USER,
          SESSION_USER,
          SYSTEM_USER,
          CURRENT_USER,
          CURRENT_ROLE,
          CURRENT_CATALOG,
          CURRENT_DATE,
          CURRENT_TIME,
          CURRENT_TIMESTAMP,
          LOCALTIME,
          LOCALTIMESTAMP ->
          true;
      default -> word.category != Keyword.Category.RESERVED;
    };
  }

  // Parentheses

  private void open() {
    boolean modifiers = inType && previousWord != Keyword.AS;
    boolean constants =
        previousWord != null && previous == TokenKind.KEYWORD && takesConstants(previousWord);
    boolean distinctOn = previousWord == Keyword.ON && wordBeforePrevious == Keyword.DISTINCT;
    copy();
    if ((modifiers || constants) && keepUntilDepth < 0) {
      keepUntilDepth = depth;
    } else {
      inType = false;
    }
    depth++;
    if (distinctOn) {
      ordinalDepth = depth;
    }
  }

  private void close() {
    copy();
    depth--;
    if (depth == keepUntilDepth) {
      keepUntilDepth = -1;
    } else {
      inType = false;
    }
    if (depth < ordinalDepth) {
      ordinalDepth = -1;
    }
  }

  private static boolean takesConstants(Keyword word) {
    return switch (word) {
      case CURRENT_TIME,
          CURRENT_TIMESTAMP,
          LOCALTIME,
          LOCALTIMESTAMP,
          EXTRACT,
          FLOAT,
          DECIMAL,
          DEC,
          NUMERIC,
          BIT,
          VARYING,
          CHARACTER,
          CHAR,
          VARCHAR,
          NCHAR,
          TIMESTAMP,
          TIME,
          INTERVAL,
          SECOND ->
          true;
      default -> false;
    };
  }

  // Literals

  private boolean keeps() {
    boolean bound = inType && previous == TokenKind.LEFT_BRACKET;
    boolean ordinal =
        ordinalDepth >= 0
            && (previousWord == Keyword.BY
                || previous == TokenKind.COMMA
                || previous == TokenKind.LEFT_PARENTHESIS);
    boolean plusSign = previous == TokenKind.PLUS && !operandEndedBefore;
    return keepUntilDepth >= 0 || bound || ordinal || inConflictTarget || inFetch || plusSign;
  }

  /** True for the text behind a type's name. */
  private boolean isTyped() {
    if (previous == TokenKind.IDENTIFIER) {
      return true;
    }
    if (previousWord == null) {
      return false;
    }
    if (previousWord == Keyword.LIKE || previousWord == Keyword.ILIKE) {
      return !operandEndedBefore;
    }
    return switch (previousWord.category) {
      case RESERVED -> false;
      case UNRESERVED, TYPE_FUNCTION_NAME -> true;
      case COLUMN_NAME ->
          switch (previousWord) {
            case BETWEEN, VALUES -> false;
            default -> true;
          };
    };
  }

  private void literal(boolean replaced) {
    if (!replaced) {
      copy();
      return;
    }
    int start = lexer.start();
    Object value = lexer.value();
    add(
        switch (lexer.kind()) {
          case INTEGER -> Literals.integer((Integer) value, start);
          case NUMBER -> Literals.number((String) value, start);
          default -> Literals.string((String) value, start);
        });
  }

  private void add(Expression.Literal literal) {
    int number = shared ? position(literal) : -1;
    if (number < 0) {
      literals.add(literal);
      number = literals.size() - 1;
    }
    String parameter = "$" + (ownParameters + number + 1);
    separate(parameter.length());
    append(parameter, 0, parameter.length());
  }

  private int position(Expression.Literal literal) {
    for (int i = 0; i < literals.size(); i++) {
      Expression.Literal other = literals.get(i);
      if (other.type().equals(literal.type()) && other.value().equals(literal.value())) {
        return i;
      }
    }
    return -1;
  }

  /**
   * A sign before a number belongs to it, as in the parser, unless a cast behind the number binds
   * closer. Leaves the lexer at the number when true.
   */
  private boolean negative() {
    Lexer ahead = lexer.copy();
    ahead.next();
    if (ahead.kind() != TokenKind.INTEGER && ahead.kind() != TokenKind.NUMBER) {
      return false;
    }
    Object value = ahead.value();
    int start = lexer.start();
    Expression.Literal number =
        ahead.kind() == TokenKind.INTEGER
            ? Literals.integer((Integer) value, start)
            : Literals.number((String) value, start);
    Expression.Literal negated = Literals.negated(number, start);
    Lexer behind = ahead.copy();
    behind.next();
    if (negated == null || behind.kind() == TokenKind.TYPECAST) {
      return false;
    }
    add(negated);
    lexer.moveAfter(ahead);
    return true;
  }

  // The key

  private void copy() {
    int start = lexer.start();
    int end = lexer.end();
    if (lexer.keyword() == Keyword.NCHAR && end == start + 1) {
      // N'…'
      separate(Keyword.NCHAR.word.length());
      append(Keyword.NCHAR.word, 0, Keyword.NCHAR.word.length());
      return;
    }
    separate(end - start);
    boolean fold =
        lexer.kind() == TokenKind.KEYWORD
            || lexer.kind() == TokenKind.IDENTIFIER && text.charAt(start) != '"';
    if (!fold) {
      append(text, start, end);
      return;
    }
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      key[length++] = c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }
  }

  private void separate(int room) {
    if (length + room + 1 > key.length) {
      key = Arrays.copyOf(key, Math.max(key.length * 2, length + room + 1));
    }
    if (length > 0) {
      key[length++] = ' ';
    }
  }

  private void append(String from, int start, int end) {
    if (length + end - start > key.length) {
      key = Arrays.copyOf(key, Math.max(key.length * 2, length + end - start));
    }
    from.getChars(start, end, key, length);
    length += end - start;
  }
}
