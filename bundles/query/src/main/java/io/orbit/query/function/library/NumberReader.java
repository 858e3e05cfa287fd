package io.orbit.query.function.library;

import io.orbit.query.function.library.NumberPattern.Part;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads a number along a template, as to_number does. */
final class NumberReader {
  private final String text;
  private final NumberPattern pattern;
  private final StringBuilder whole = new StringBuilder();
  private final StringBuilder fraction = new StringBuilder();
  private int at;
  private boolean negative;
  private boolean inFraction;

  NumberReader(String text, NumberPattern pattern) {
    this.text = text;
    this.pattern = pattern;
  }

  boolean isNegative() {
    return negative;
  }

  /** Java null when there is no digit. */
  @Nullable BigDecimal read() {
    for (Part part : pattern.parts) {
      if (at >= text.length()) {
        break;
      }
      take(part);
    }
    trailingSign();
    if (whole.isEmpty() && fraction.isEmpty()) {
      return null;
    }
    String digits = (whole.isEmpty() ? "0" : whole) + (fraction.isEmpty() ? "" : "." + fraction);
    BigDecimal number = new BigDecimal(digits);
    return negative ? number.negate() : number;
  }

  private void trailingSign() {
    if (!pattern.signBefore && at < text.length() && text.charAt(at) == '-') {
      negative = true;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void take(Part part) {
    switch (part.kind()) {
      case NINE, ZERO -> digit();
      case POINT -> {
        leading();
        if (peek() == '.') {
          inFraction = true;
          at++;
        }
      }
      case GROUP -> {
        leading();
        if (peek() == ',') {
          at++;
        }
      }
      case SIGN, MINUS, PLUS, PLUS_MINUS -> sign();
      case LITERAL -> at = Math.min(text.length(), at + Math.max(1, part.text().length()));
      case CURRENCY -> {
        if ("0123456789.,+-".indexOf(peek()) < 0) {
          at++;
        }
      }
      case ORDINAL -> at = Math.min(text.length(), at + 2);
      case ROMAN -> {}
    }
  }

  /** Blanks and a sign before the first digit. */
  private void leading() {
    if (!whole.isEmpty() || inFraction) {
      return;
    }
    while (peek() == ' ') {
      at++;
    }
    sign();
    if (pattern.bracket && peek() == '<') {
      negative = true;
      at++;
    }
  }

  private void sign() {
    if (peek() == '-' || peek() == '+') {
      negative |= peek() == '-';
      at++;
    }
  }

  private void digit() {
    leading();
    char c = peek();
    if (c >= '0' && c <= '9') {
      (inFraction ? fraction : whole).append(c);
      at++;
    }
  }
}
