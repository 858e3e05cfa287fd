package io.orbit.client.terminal;

import io.orbit.client.text.Unfinished;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;

/** Tells the line editor whether what was typed can be run, or goes on in a further line. */
final class WholeStatements implements Parser {
  private final Interpreter interpreter;
  private final DefaultParser words = new DefaultParser();
  private boolean asTyped;

  WholeStatements(Interpreter interpreter) {
    this.interpreter = interpreter;
    words.setEscapeChars(null);
    words.setQuoteChars(new char[0]);
    words.setEofOnUnclosedQuote(false);
    words.setRegexCommand(null);
  }

  /** Whether each line is taken as it is: data, no statement. */
  void takeAsTyped(boolean data) {
    asTyped = data;
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    boolean ends = context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT;
    if (ends && !asTyped) {
      Unfinished inside = interpreter.unfinished(line + "\n");
      if (inside != Unfinished.NOTHING) {
        throw new EOFError(-1, cursor, "unfinished", interpreter.continuation(inside));
      }
    }
    return words.parse(line, cursor, context);
  }

  @Override
  public boolean isEscapeChar(char sign) {
    return false;
  }
}
