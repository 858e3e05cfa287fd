package io.orbit.language.sql;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.SortKey;
import io.orbit.api.query.tree.Window;
import io.orbit.api.query.tree.Window.Bound;
import io.orbit.api.query.tree.Window.BoundKind;
import io.orbit.api.query.tree.Window.Exclusion;
import io.orbit.api.query.tree.Window.Frame;
import io.orbit.api.query.tree.Window.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OVER and WINDOW. */
final class WindowParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  WindowParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  /** What follows OVER. */
  Window over() {
    if (tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      return specification();
    }
    int position = tokens.position();
    return new Window(names.columnName(), true, List.of(), List.of(), null, position);
  }

  /** {@code (…)}. */
  Window specification() {
    int position = tokens.expect(TokenKind.LEFT_PARENTHESIS).start();
    String reference = null;
    if (!beginsClause() && names.isColumnName(tokens.peek())) {
      reference = names.columnName();
    }
    List<Expression> partition = List.of();
    if (tokens.accept(Keyword.PARTITION)) {
      tokens.expect(Keyword.BY);
      partition = parser.expressions().list();
    }
    List<SortKey> order = parser.queries().orderBy();
    Frame frame = frame();
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return new Window(reference, false, partition, order, frame, position);
  }

  private boolean beginsClause() {
    return tokens.atAny(Keyword.PARTITION, Keyword.RANGE, Keyword.ROWS, Keyword.GROUPS);
  }

  private @Nullable Frame frame() {
    Unit unit;
    if (tokens.accept(Keyword.RANGE)) {
      unit = Unit.RANGE;
    } else if (tokens.accept(Keyword.ROWS)) {
      unit = Unit.ROWS;
    } else if (tokens.accept(Keyword.GROUPS)) {
      unit = Unit.GROUPS;
    } else {
      return null;
    }
    Bound start;
    Bound end = new Bound(BoundKind.CURRENT_ROW, null);
    int first = tokens.position();
    if (tokens.accept(Keyword.BETWEEN)) {
      first = tokens.position();
      start = bound();
      tokens.expect(Keyword.AND);
      int second = tokens.position();
      end = bound();
      refuse(start, first);
      refuse(start, end, second);
    } else {
      start = bound();
      refuse(start, first);
      if (start.kind() == BoundKind.FOLLOWING) {
        throw invalid("frame starting from following row cannot end with current row", first);
      }
    }
    return new Frame(unit, start, end, exclusion());
  }

  private static void refuse(Bound start, int position) {
    if (start.kind() == BoundKind.UNBOUNDED_FOLLOWING) {
      throw invalid("frame start cannot be UNBOUNDED FOLLOWING", position);
    }
  }

  private static void refuse(Bound start, Bound end, int position) {
    if (end.kind() == BoundKind.UNBOUNDED_PRECEDING) {
      throw invalid("frame end cannot be UNBOUNDED PRECEDING", position);
    }
    if (start.kind() == BoundKind.CURRENT_ROW && end.kind() == BoundKind.PRECEDING) {
      throw invalid("frame starting from current row cannot have preceding rows", position);
    }
    if (start.kind() == BoundKind.FOLLOWING
        && (end.kind() == BoundKind.PRECEDING || end.kind() == BoundKind.CURRENT_ROW)) {
      throw invalid("frame starting from following row cannot have preceding rows", position);
    }
  }

  private static OrbitException invalid(String message, int position) {
    return Errors.of(ErrorCode.WINDOWING_ERROR, message, position);
  }

  private Bound bound() {
    Keyword following = tokens.peek(1).keyword();
    if (tokens.at(Keyword.UNBOUNDED)
        && (following == Keyword.PRECEDING || following == Keyword.FOLLOWING)) {
      tokens.next();
      tokens.next();
      return new Bound(
          following == Keyword.PRECEDING
              ? BoundKind.UNBOUNDED_PRECEDING
              : BoundKind.UNBOUNDED_FOLLOWING,
          null);
    }
    if (tokens.accept(Keyword.CURRENT, Keyword.ROW)) {
      return new Bound(BoundKind.CURRENT_ROW, null);
    }
    Expression offset = parser.expressions().expression();
    if (tokens.accept(Keyword.PRECEDING)) {
      return new Bound(BoundKind.PRECEDING, offset);
    }
    tokens.expect(Keyword.FOLLOWING);
    return new Bound(BoundKind.FOLLOWING, offset);
  }

  private Exclusion exclusion() {
    if (!tokens.accept(Keyword.EXCLUDE)) {
      return Exclusion.NO_OTHERS;
    }
    if (tokens.accept(Keyword.CURRENT)) {
      tokens.expect(Keyword.ROW);
      return Exclusion.CURRENT_ROW;
    }
    if (tokens.accept(Keyword.GROUP)) {
      return Exclusion.GROUP;
    }
    if (tokens.accept(Keyword.TIES)) {
      return Exclusion.TIES;
    }
    tokens.expect(Keyword.NO, Keyword.OTHERS);
    return Exclusion.NO_OTHERS;
  }
}
