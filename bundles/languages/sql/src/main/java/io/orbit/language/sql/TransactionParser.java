package io.orbit.language.sql;

import io.orbit.api.query.tree.SessionControl;
import io.orbit.api.query.tree.SessionControl.Isolation;
import io.orbit.api.query.tree.SessionControl.TransactionModes;
import io.orbit.api.query.tree.Statement;
import org.jspecify.annotations.Nullable;

/** Transaction control. */
final class TransactionParser {
  private final Tokens tokens;
  private final Names names;

  TransactionParser(Parser parser) {
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  Statement statement() {
    Token first = tokens.next();
    int position = first.start();
    return switch (first.keyword()) {
      case BEGIN -> {
        transactionWord();
        yield new SessionControl.Begin(optionalModes(), position);
      }
      case START -> {
        tokens.expect(Keyword.TRANSACTION);
        yield new SessionControl.Begin(optionalModes(), position);
      }
      case COMMIT, END -> commit(first);
      case ROLLBACK, ABORT -> rollback(first);
      case SAVEPOINT -> new SessionControl.Savepoint(names.columnName(), position);
      case RELEASE -> new SessionControl.ReleaseSavepoint(savepoint(), position);
      case PREPARE -> {
        tokens.next();
        yield prepared("PREPARE TRANSACTION", position);
      }
      case null, default -> throw tokens.syntaxError(first);
    };
  }

  private void transactionWord() {
    if (!tokens.accept(Keyword.WORK)) {
      tokens.accept(Keyword.TRANSACTION);
    }
  }

  private Statement commit(Token first) {
    if (first.is(Keyword.COMMIT) && tokens.accept(Keyword.PREPARED)) {
      return prepared("COMMIT PREPARED", first.start());
    }
    transactionWord();
    return new SessionControl.Commit(chain(), first.start());
  }

  private Statement rollback(Token first) {
    boolean rollback = first.is(Keyword.ROLLBACK);
    if (rollback && tokens.accept(Keyword.PREPARED)) {
      return prepared("ROLLBACK PREPARED", first.start());
    }
    transactionWord();
    if (rollback && tokens.accept(Keyword.TO)) {
      return new SessionControl.RollbackToSavepoint(savepoint(), first.start());
    }
    return new SessionControl.Rollback(chain(), first.start());
  }

  private Statement prepared(String command, int position) {
    tokens.string();
    tokens.unsupported(command);
    return new SessionControl.Commit(false, position);
  }

  private boolean chain() {
    if (!tokens.accept(Keyword.AND)) {
      return false;
    }
    boolean no = tokens.accept(Keyword.NO);
    tokens.expect(Keyword.CHAIN);
    return !no;
  }

  /** The word SAVEPOINT may be left out, and may be a savepoint's name. */
  private String savepoint() {
    if (tokens.at(Keyword.SAVEPOINT) && names.isColumnName(tokens.peek(1))) {
      tokens.next();
    }
    return names.columnName();
  }

  // Modes

  private TransactionModes optionalModes() {
    return atMode() ? modes() : new TransactionModes(null, null, null);
  }

  private boolean atMode() {
    return tokens.atAny(Keyword.ISOLATION, Keyword.READ, Keyword.DEFERRABLE)
        || tokens.at(Keyword.NOT);
  }

  /** One or more modes, with or without commas. */
  TransactionModes modes() {
    Modes modes = new Modes();
    modes.next();
    while (true) {
      if (tokens.accept(TokenKind.COMMA) || atMode()) {
        modes.next();
      } else {
        return new TransactionModes(modes.isolation, modes.readOnly, modes.deferrable);
      }
    }
  }

  private final class Modes {
    @Nullable Isolation isolation;
    @Nullable Boolean readOnly;
    @Nullable Boolean deferrable;

    void next() {
      if (tokens.accept(Keyword.ISOLATION)) {
        tokens.expect(Keyword.LEVEL);
        isolation = level();
      } else if (tokens.accept(Keyword.READ)) {
        readOnly = tokens.accept(Keyword.ONLY);
        if (!readOnly) {
          tokens.expect(Keyword.WRITE);
        }
      } else {
        boolean not = tokens.accept(Keyword.NOT);
        tokens.expect(Keyword.DEFERRABLE);
        deferrable = !not;
      }
    }
  }

  private Isolation level() {
    if (tokens.accept(Keyword.SERIALIZABLE)) {
      return Isolation.SERIALIZABLE;
    }
    if (tokens.accept(Keyword.REPEATABLE)) {
      tokens.expect(Keyword.READ);
      return Isolation.REPEATABLE_READ;
    }
    tokens.expect(Keyword.READ);
    if (tokens.accept(Keyword.COMMITTED)) {
      return Isolation.READ_COMMITTED;
    }
    tokens.expect(Keyword.UNCOMMITTED);
    return Isolation.READ_UNCOMMITTED;
  }
}
