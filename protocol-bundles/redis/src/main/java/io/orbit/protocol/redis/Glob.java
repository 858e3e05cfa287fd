package io.orbit.protocol.redis;

/**
 * Patterns of KEYS, SCAN MATCH and CONFIG GET, as Redis matches them (util.c, stringmatchlen):
 * {@code * ? [a-z] [^…] \x}. Runs of stars are tried without recursion per star, so that no pattern
 * takes exponential time.
 */
final class Glob {
  private final byte[] pattern;
  private final boolean ignoreCase;

  Glob(byte[] pattern, boolean ignoreCase) {
    this.pattern = pattern;
    this.ignoreCase = ignoreCase;
  }

  boolean matchesAll() {
    return pattern.length == 1 && pattern[0] == '*';
  }

  /** Greedy matching with a way back to the last star only, which suffices for globs. */
  boolean matches(byte[] text, int offset, int length) {
    int end = offset + length;
    int at = offset;
    int next = 0;
    int star = -1;
    int starText = 0;
    while (at < end) {
      if (next < pattern.length && pattern[next] == '*') {
        star = next++;
        starText = at;
        continue;
      }
      int matched = next < pattern.length ? matchOne(next, text[at]) : -1;
      if (matched >= 0) {
        next = matched;
        at++;
      } else if (star >= 0) {
        next = star + 1;
        at = ++starText;
      } else {
        return false;
      }
    }
    while (next < pattern.length && pattern[next] == '*') {
      next++;
    }
    return next == pattern.length;
  }

  /** Where the pattern goes on when its element at an index matches a byte; else -1. */
  private int matchOne(int index, byte letter) {
    return switch (pattern[index]) {
      case '?' -> index + 1;
      case '[' -> matchClass(index + 1, letter);
      case '\\' -> {
        int literal = index + 1 < pattern.length ? index + 1 : index;
        yield fold(pattern[literal]) == fold(letter) ? literal + 1 : -1;
      }
      default -> fold(pattern[index]) == fold(letter) ? index + 1 : -1;
    };
  }

  private int matchClass(int start, byte letter) {
    int at = start;
    boolean negated = at < pattern.length && pattern[at] == '^';
    if (negated) {
      at++;
    }
    boolean found = false;
    int value = fold(letter);
    while (at < pattern.length && pattern[at] != ']') {
      if (pattern[at] == '\\' && at + 1 < pattern.length) {
        at++;
        found |= pattern[at] == letter;
      } else if (at + 2 < pattern.length && pattern[at + 1] == '-') {
        int low = Math.min(fold(pattern[at]), fold(pattern[at + 2]));
        int high = Math.max(fold(pattern[at]), fold(pattern[at + 2]));
        found |= value >= low && value <= high;
        at += 2;
      } else {
        found |= fold(pattern[at]) == value;
      }
      at++;
    }
    int after = Math.min(at + 1, pattern.length);
    return found != negated ? after : -1;
  }

  private int fold(byte letter) {
    int value = letter & 0xFF;
    return ignoreCase && value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value;
  }
}
