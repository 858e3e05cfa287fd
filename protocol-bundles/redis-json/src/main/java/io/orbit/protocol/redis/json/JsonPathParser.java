package io.orbit.protocol.redis.json;

import io.orbit.api.keyspace.CommandFailure;
import io.orbit.protocol.redis.json.JsonFilter.Comparison;
import io.orbit.protocol.redis.json.JsonPath.Step;
import java.util.ArrayList;
import java.util.List;

/** Text to a path, in either dialect. */
final class JsonPathParser {
  private static final int MOST_DEPTH = 64;

  private final String text;
  private final int shift;
  private int at;
  private int depth;

  private JsonPathParser(String text, int shift) {
    this.text = text;
    this.shift = shift;
  }

  /**
   * Reads a path. One that begins with {@code $} is a JSONPath; {@code .a[0]} and {@code a[0]} are
   * of the older dialect.
   */
  static JsonPath parse(String given) {
    boolean legacy = !given.startsWith("$");
    String path = given;
    if (legacy) {
      boolean dotted = given.startsWith(".") || given.startsWith("[");
      path = given.equals(".") ? "$" : "$" + (dotted ? "" : ".") + given;
      if (given.startsWith(".[")) {
        path = "$" + given.substring(1);
      }
    }
    JsonPathParser parser = new JsonPathParser(path, path.length() - given.length());
    parser.at = 1;
    List<Step> steps = parser.steps();
    if (parser.at < path.length()) {
      throw parser.failure("path");
    }
    return new JsonPath(path, legacy, steps);
  }

  private CommandFailure failure(String expected) {
    return new CommandFailure(
        "ERR Error occurred on position "
            + Math.max(0, at - shift)
            + ", expected one of the following: "
            + expected);
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private boolean take(String word) {
    if (text.startsWith(word, at)) {
      at += word.length();
      return true;
    }
    return false;
  }

  private void expect(String word) {
    if (!take(word)) {
      throw failure(word);
    }
  }

  private void skipBlanks() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    while (true) {
      if (take("..")) {
        steps.add(new Step.Descent());
        if (take("*")) {
          steps.add(new Step.All());
        } else if (peek() == '[') {
          at++;
          steps.add(bracket());
        } else {
          steps.add(new Step.Names(List.of(name())));
        }
      } else if (peek() == '.') {
        at++;
        if (take("*")) {
          steps.add(new Step.All());
        } else if (peek() != '[') {
          steps.add(new Step.Names(List.of(name())));
        }
      } else if (peek() == '[') {
        at++;
        steps.add(bracket());
      } else {
        return steps;
      }
    }
  }

  private String name() {
    int begin = at;
    while (isOfName(peek())) {
      at++;
    }
    if (at == begin) {
      throw failure("identifier, number, string or *");
    }
    return text.substring(begin, at);
  }

  private static boolean isOfName(int letter) {
    return letter > ' ' && ".[]()'\"?@$,:*=<>!&|~".indexOf(letter) < 0;
  }

  /** What is between brackets; the opening one has been read. */
  private Step bracket() {
    skipBlanks();
    Step step;
    if (take("*")) {
      step = new Step.All();
    } else if (take("?")) {
      skipBlanks();
      expect("(");
      JsonFilter filter = anyOf();
      skipBlanks();
      expect(")");
      step = new Step.Filtered(filter);
    } else if (peek() == '"' || peek() == '\'') {
      List<String> names = new ArrayList<>();
      do {
        skipBlanks();
        names.add(quoted());
        skipBlanks();
      } while (take(","));
      step = new Step.Names(names);
    } else {
      step = numbers();
    }
    skipBlanks();
    expect("]");
    return step;
  }

  private String quoted() {
    int quote = peek();
    if (quote != '"' && quote != '\'') {
      throw failure("string");
    }
    at++;
    StringBuilder content = new StringBuilder();
    while (peek() != quote) {
      if (peek() < 0) {
        throw failure("string");
      }
      if (peek() == '\\' && at + 1 < text.length()) {
        at++;
        char letter = (char) peek();
        content.append(
            switch (letter) {
              case 'n' -> '\n';
              case 't' -> '\t';
              case 'r' -> '\r';
              case 'b' -> '\b';
              case 'f' -> '\f';
              default -> letter;
            });
      } else {
        content.append((char) peek());
      }
      at++;
    }
    at++;
    return content.toString();
  }

  private Step numbers() {
    boolean hasFrom = peek() != ':';
    long from = hasFrom ? integer() : 0;
    skipBlanks();
    if (!take(":")) {
      List<Long> indexes = new ArrayList<>();
      indexes.add(from);
      while (take(",")) {
        skipBlanks();
        indexes.add(integer());
        skipBlanks();
      }
      return new Step.Indexes(indexes);
    }
    skipBlanks();
    boolean hasTo = peek() != ']' && peek() != ':';
    long to = hasTo ? integer() : 0;
    skipBlanks();
    long step = 1;
    if (take(":")) {
      skipBlanks();
      step = peek() == ']' ? 1 : integer();
      if (step < 1) {
        throw failure("positive step");
      }
    }
    return new Step.Slice(from, hasFrom, to, hasTo, step);
  }

  private long integer() {
    int begin = at;
    if (peek() == '-') {
      at++;
    }
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    try {
      return Long.parseLong(text.substring(begin, at));
    } catch (NumberFormatException e) {
      at = begin;
      throw failure("number, string, * or ?(");
    }
  }

  // ---- filters

  private JsonFilter anyOf() {
    if (++depth > MOST_DEPTH) {
      throw failure("less nesting");
    }
    List<JsonFilter> parts = new ArrayList<>();
    do {
      parts.add(allOf());
      skipBlanks();
    } while (take("||"));
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new JsonFilter.Combined(false, parts);
  }

  private JsonFilter allOf() {
    List<JsonFilter> parts = new ArrayList<>();
    do {
      skipBlanks();
      parts.add(single());
      skipBlanks();
    } while (take("&&"));
    return parts.size() == 1 ? parts.getFirst() : new JsonFilter.Combined(true, parts);
  }

  private JsonFilter single() {
    if (peek() == '!' && !text.startsWith("!=", at)) {
      at++;
      skipBlanks();
      return new JsonFilter.Negated(single());
    }
    if (take("(")) {
      JsonFilter inner = anyOf();
      skipBlanks();
      expect(")");
      return inner;
    }
    JsonFilter.Operand left = operand();
    skipBlanks();
    Comparison comparison = comparison();
    if (comparison == null) {
      return new JsonFilter.Exists(left);
    }
    skipBlanks();
    return new JsonFilter.Compared(left, comparison, operand());
  }

  private @org.jspecify.annotations.Nullable Comparison comparison() {
    if (take("==")) {
      return Comparison.EQUAL;
    }
    if (take("!=")) {
      return Comparison.UNEQUAL;
    }
    if (take("=~")) {
      return Comparison.MATCHES;
    }
    if (take("<=")) {
      return Comparison.LESS_OR_EQUAL;
    }
    if (take(">=")) {
      return Comparison.GREATER_OR_EQUAL;
    }
    if (take("<")) {
      return Comparison.LESS;
    }
    return take(">") ? Comparison.GREATER : null;
  }

  private JsonFilter.Operand operand() {
    int letter = peek();
    if (letter == '@' || letter == '$') {
      at++;
      return new JsonFilter.PathOperand(letter == '$', new JsonPath("", false, steps()));
    }
    if (letter == '"' || letter == '\'') {
      return new JsonFilter.Literal(quoted());
    }
    int begin = at;
    while (peek() > ' ' && "()&|,]".indexOf(peek()) < 0) {
      at++;
    }
    try {
      return new JsonFilter.Literal(JsonReader.read(text.substring(begin, at)));
    } catch (CommandFailure e) {
      at = begin;
      throw failure("@, $, number, string, true, false or null");
    }
  }
}
