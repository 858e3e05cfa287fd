package io.orbit.query.function.library;

import io.orbit.query.execute.Evaluation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that a regular expression reads, which now and then looks whether the statement was
 * canceled: a pattern that backtracks without end can be stopped.
 */
final class WatchedText implements CharSequence {
  private static final int MASK = (1 << 16) - 1;

  private final CharSequence text;
  private final Evaluation evaluation;
  private int reads;

  private WatchedText(CharSequence text, Evaluation evaluation) {
    this.text = text;
    this.evaluation = evaluation;
  }

  static Matcher matcher(Pattern pattern, String text, Evaluation evaluation) {
    return pattern.matcher(new WatchedText(text, evaluation));
  }

  /** As {@link Matcher#find()}; a pattern too deep for the stack is an error of the statement. */
  static boolean find(Matcher matcher) {
    try {
      return matcher.find();
    } catch (StackOverflowError tooDeep) {
      throw Patterns.invalid("regular expression is too complex");
    }
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if ((++reads & MASK) == 0) {
      evaluation.checkCanceled();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
