package io.orbit.language.sql;

import io.orbit.api.query.tree.Definition.SequenceOptions;
import io.orbit.api.query.tree.TypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of sequences and identity columns. */
final class SequenceParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  SequenceParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  /** Options while they are read. */
  static final class Builder {
    @Nullable TypeName type;
    @Nullable Long start;
    @Nullable Long increment;
    @Nullable Long minimum;
    boolean noMinimum;
    @Nullable Long maximum;
    boolean noMaximum;
    @Nullable Long cache;
    @Nullable Boolean cycle;
    boolean restart;
    @Nullable Long restartWith;
    List<String> ownedBy = List.of();
    List<String> name = List.of();

    SequenceOptions build() {
      return new SequenceOptions(
          type,
          start,
          increment,
          minimum,
          noMinimum,
          maximum,
          noMaximum,
          cache,
          cycle,
          restart,
          restartWith,
          ownedBy,
          name);
    }
  }

  /** Any number of options. */
  SequenceOptions options() {
    Builder builder = new Builder();
    while (atOption()) {
      option(builder);
    }
    return builder.build();
  }

  /** {@code (options)} or nothing. */
  SequenceOptions parenthesized() {
    if (!tokens.accept(TokenKind.LEFT_PARENTHESIS)) {
      return SequenceOptions.NONE;
    }
    if (!atOption()) {
      throw tokens.syntaxError();
    }
    SequenceOptions options = options();
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return options;
  }

  boolean atOption() {
    return tokens.atAny(
        Keyword.AS,
        Keyword.CACHE,
        Keyword.CYCLE,
        Keyword.NO,
        Keyword.INCREMENT,
        Keyword.LOGGED,
        Keyword.UNLOGGED,
        Keyword.MAXVALUE,
        Keyword.MINVALUE,
        Keyword.OWNED,
        Keyword.SEQUENCE,
        Keyword.START,
        Keyword.RESTART);
  }

  void option(Builder builder) {
    Token token = tokens.next();
    switch (token.keyword()) {
      case AS -> builder.type = parser.types().simpleTypeName();
      case CACHE -> builder.cache = names.bigInteger();
      case CYCLE -> builder.cycle = true;
      case NO -> no(builder);
      case INCREMENT -> {
        tokens.accept(Keyword.BY);
        builder.increment = names.bigInteger();
      }
      case LOGGED, UNLOGGED -> tokens.unsupported("LOGGED or UNLOGGED of a sequence");
      case MAXVALUE -> builder.maximum = names.bigInteger();
      case MINVALUE -> builder.minimum = names.bigInteger();
      case OWNED -> {
        tokens.expect(Keyword.BY);
        builder.ownedBy = names.anyName();
      }
      case SEQUENCE -> {
        tokens.expect(Keyword.NAME);
        builder.name = names.anyName();
      }
      case START -> {
        tokens.accept(Keyword.WITH);
        builder.start = names.bigInteger();
      }
      case RESTART -> restart(builder);
      case null, default -> throw tokens.syntaxError(token);
    }
  }

  void restart(Builder builder) {
    builder.restart = true;
    boolean with = tokens.accept(Keyword.WITH);
    if (with || names.atNumeric()) {
      builder.restartWith = names.bigInteger();
    }
  }

  private void no(Builder builder) {
    Token token = tokens.peek();
    switch (token.keyword()) {
      case CYCLE -> builder.cycle = false;
      case MAXVALUE -> builder.noMaximum = true;
      case MINVALUE -> builder.noMinimum = true;
      case null, default -> throw tokens.syntaxError();
    }
    tokens.next();
  }
}
