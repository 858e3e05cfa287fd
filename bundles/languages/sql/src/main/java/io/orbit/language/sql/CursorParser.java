package io.orbit.language.sql;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.SessionControl;
import io.orbit.api.query.tree.SessionControl.FetchDirection;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.TypeName;
import java.util.List;

/** Prepared statements and cursors. */
final class CursorParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  CursorParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  Statement statement() {
    return switch (tokens.peek().keyword()) {
      case PREPARE -> prepare();
      case EXECUTE -> execute();
      case DEALLOCATE -> deallocate();
      case DECLARE -> declare();
      case FETCH, MOVE -> fetch();
      case CLOSE -> {
        int position = tokens.next().start();
        String name = tokens.accept(Keyword.ALL) ? null : names.columnName();
        yield new SessionControl.CloseCursor(name, position);
      }
      case null, default -> throw tokens.syntaxError();
    };
  }

  private Statement prepare() {
    int position = tokens.expect(Keyword.PREPARE).start();
    String name = names.columnName();
    List<TypeName> types =
        tokens.at(TokenKind.LEFT_PARENTHESIS)
            ? names.parenthesized(parser.types()::typeName)
            : List.of();
    tokens.expect(Keyword.AS);
    int start = tokens.position();
    Statement statement = parser.statements().preparable();
    String text = tokens.text(start, tokens.previousEnd());
    return new SessionControl.Prepare(name, types, statement, text, position);
  }

  SessionControl.Execute execute() {
    int position = tokens.expect(Keyword.EXECUTE).start();
    String name = names.columnName();
    List<Expression> arguments =
        tokens.at(TokenKind.LEFT_PARENTHESIS)
            ? names.parenthesized(parser.expressions()::expression)
            : List.of();
    return new SessionControl.Execute(name, arguments, position);
  }

  private Statement deallocate() {
    int position = tokens.expect(Keyword.DEALLOCATE).start();
    Token following = tokens.peek(1);
    boolean named = names.isColumnName(following) || following.is(Keyword.ALL);
    if (tokens.at(Keyword.PREPARE) && named) {
      tokens.next();
    }
    String name = tokens.accept(Keyword.ALL) ? null : names.columnName();
    return new SessionControl.Deallocate(name, position);
  }

  SessionControl.DeclareCursor declare() {
    int position = tokens.expect(Keyword.DECLARE).start();
    String name = names.columnName();
    boolean binary = false;
    boolean insensitive = false;
    boolean asensitive = false;
    Boolean scroll = null;
    while (!tokens.at(Keyword.CURSOR)) {
      int at = tokens.position();
      if (tokens.accept(Keyword.BINARY)) {
        binary = true;
      } else if (tokens.accept(Keyword.INSENSITIVE)) {
        insensitive = true;
      } else if (tokens.accept(Keyword.ASENSITIVE)) {
        asensitive = true;
      } else {
        boolean no = tokens.accept(Keyword.NO);
        tokens.expect(Keyword.SCROLL);
        refuse(scroll != null && scroll == no, "SCROLL and NO SCROLL", at);
        scroll = !no;
      }
      refuse(insensitive && asensitive, "INSENSITIVE and ASENSITIVE", at);
    }
    tokens.expect(Keyword.CURSOR);
    boolean hold = tokens.accept(Keyword.WITH);
    if (hold || tokens.accept(Keyword.WITHOUT)) {
      tokens.expect(Keyword.HOLD);
    }
    tokens.expect(Keyword.FOR);
    Query query = parser.queries().query();
    return new SessionControl.DeclareCursor(name, binary, scroll, hold, query, position);
  }

  /** PostgreSQL's grammar takes both; its analysis refuses them in these words. */
  private void refuse(boolean both, String what, int position) {
    if (both) {
      tokens.unsupported("DECLARE CURSOR with both " + what);
    }
  }

  // FETCH and MOVE

  private Statement fetch() {
    Token first = tokens.next();
    boolean move = first.is(Keyword.MOVE);
    FetchDirection direction = FetchDirection.FORWARD;
    long count = 1;
    Token token = tokens.peek();
    if (names.atNumeric()) {
      count = names.signedInteger();
    } else if (tokens.accept(Keyword.ALL)) {
      count = Long.MAX_VALUE;
    } else if (isDirection(token)) {
      tokens.next();
      direction = direction(token);
      count = count(direction);
    }
    if (!tokens.accept(Keyword.FROM)) {
      tokens.accept(Keyword.IN);
    }
    String cursor = names.columnName();
    return new SessionControl.Fetch(cursor, direction, count, move, first.start());
  }

  /** These words may be cursors' names, too, at the end of the statement. */
  private boolean isDirection(Token token) {
    Token following = tokens.peek(1);
    if (following.is(TokenKind.END) || following.is(TokenKind.SEMICOLON)) {
      return false;
    }
    return switch (token.keyword()) {
      case NEXT, PRIOR, FIRST, LAST, ABSOLUTE, RELATIVE, FORWARD, BACKWARD -> true;
      case null, default -> false;
    };
  }

  private FetchDirection direction(Token token) {
    return switch (token.keyword()) {
      case NEXT -> FetchDirection.NEXT;
      case PRIOR -> FetchDirection.PRIOR;
      case FIRST -> FetchDirection.FIRST;
      case LAST -> FetchDirection.LAST;
      case ABSOLUTE -> FetchDirection.ABSOLUTE;
      case RELATIVE -> FetchDirection.RELATIVE;
      case BACKWARD -> FetchDirection.BACKWARD;
      case FORWARD -> FetchDirection.FORWARD;
      case null, default -> throw Errors.of(ErrorCode.INTERNAL_ERROR, "no direction", 0);
    };
  }

  private long count(FetchDirection direction) {
    return switch (direction) {
      case NEXT, PRIOR, FIRST, LAST -> 1;
      case ABSOLUTE, RELATIVE -> names.signedInteger();
      case FORWARD, BACKWARD -> {
        if (tokens.accept(Keyword.ALL)) {
          yield Long.MAX_VALUE;
        }
        yield names.atNumeric() ? names.signedInteger() : 1;
      }
    };
  }
}
