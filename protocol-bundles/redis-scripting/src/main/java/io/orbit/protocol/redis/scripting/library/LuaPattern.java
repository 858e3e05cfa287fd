package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;

/** Lua's patterns (manual, 5.4.1): one attempt after the other to match a text at a place. */
final class LuaPattern {
  private static final int MOST_CAPTURES = 32;
  private static final int MOST_DEPTH = 200;
  private static final int UNFINISHED = -1;
  private static final int POSITION = -2;
  private static final int ESCAPE = '%';
  private static final int NO_MATCH = -1;

  private final LuaState state;
  private final LuaString text;
  private final LuaString pattern;
  private final int[] starts = new int[MOST_CAPTURES];
  private final int[] lengths = new int[MOST_CAPTURES];
  private int captures;
  private int depth;

  LuaPattern(LuaState state, LuaString text, LuaString pattern) {
    this.state = state;
    this.text = text;
    this.pattern = pattern;
  }

  /** The end of a match that begins at a place, -1 for none. */
  int match(int at, int patternStart) {
    captures = 0;
    depth = 0;
    return matchHere(at, patternStart);
  }

  int captureCount() {
    return captures;
  }

  /** A capture; of index 0 without captures, the whole match. */
  Object capture(int index, int start, int end) {
    if (index >= captures) {
      if (index != 0) {
        throw state.error("invalid capture index");
      }
      return state.newString(text.substring(start, end).bytes());
    }
    if (lengths[index] == UNFINISHED) {
      throw state.error("unfinished capture");
    }
    if (lengths[index] == POSITION) {
      return (double) (starts[index] + 1);
    }
    return state.newString(text.substring(starts[index], starts[index] + lengths[index]).bytes());
  }

  /** The match itself. */
  LuaString whole(int start, int end) {
    return text.substring(start, end);
  }

  /** The captures of a match, or the match itself. */
  Object[] captures(int start, int end) {
    Object[] all = new Object[Math.max(1, captures)];
    for (int i = 0; i < all.length; i++) {
      all[i] = capture(i, start, end);
    }
    return all;
  }

  private int matchHere(int from, int patternFrom) {
    if (++depth > MOST_DEPTH) {
      throw state.error("pattern too complex");
    }
    try {
      return match1(from, patternFrom);
    } finally {
      depth--;
    }
  }

  private int match1(int from, int patternFrom) {
    int at = from;
    int p = patternFrom;
    while (p < pattern.length()) {
      state.tick();
      switch (pattern.at(p)) {
        case '(' -> {
          boolean position = p + 1 < pattern.length() && pattern.at(p + 1) == ')';
          return startCapture(at, p + (position ? 2 : 1), position ? POSITION : UNFINISHED);
        }
        case ')' -> {
          return endCapture(at, p + 1);
        }
        case '$' -> {
          if (p + 1 == pattern.length()) {
            return at == text.length() ? at : NO_MATCH;
          }
        }
        case ESCAPE -> {
          int next = p + 1 < pattern.length() ? pattern.at(p + 1) : 0;
          if (next == 'b') {
            int end = balance(at, p + 2);
            if (end == NO_MATCH) {
              return NO_MATCH;
            }
            at = end;
            p += 4;
            continue;
          }
          if (next == 'f') {
            p += 2;
            if (p >= pattern.length() || pattern.at(p) != '[') {
              throw state.error("missing '[' after '%f' in pattern");
            }
            int end = classEnd(p);
            int previous = at == 0 ? 0 : text.at(at - 1);
            int current = at < text.length() ? text.at(at) : 0;
            if (inSet(previous, p, end - 1) || !inSet(current, p, end - 1)) {
              return NO_MATCH;
            }
            p = end;
            continue;
          }
          if (next >= '0' && next <= '9') {
            int end = backReference(at, next);
            if (end == NO_MATCH) {
              return NO_MATCH;
            }
            at = end;
            p += 2;
            continue;
          }
        }
        default -> {}
      }
      int end = classEnd(p);
      int repeat = end < pattern.length() ? pattern.at(end) : 0;
      switch (repeat) {
        case '?' -> {
          if (matchesOne(at, p, end)) {
            int found = matchHere(at + 1, end + 1);
            if (found != NO_MATCH) {
              return found;
            }
          }
          p = end + 1;
        }
        case '*' -> {
          return longest(at, p, end);
        }
        case '+' -> {
          return matchesOne(at, p, end) ? longest(at + 1, p, end) : NO_MATCH;
        }
        case '-' -> {
          return shortest(at, p, end);
        }
        default -> {
          if (!matchesOne(at, p, end)) {
            return NO_MATCH;
          }
          at++;
          p = end;
        }
      }
    }
    return at;
  }

  private int longest(int at, int p, int end) {
    int count = 0;
    while (matchesOne(at + count, p, end)) {
      count++;
    }
    for (; count >= 0; count--) {
      state.tick();
      int found = matchHere(at + count, end + 1);
      if (found != NO_MATCH) {
        return found;
      }
    }
    return NO_MATCH;
  }

  private int shortest(int from, int p, int end) {
    int at = from;
    while (true) {
      state.tick();
      int found = matchHere(at, end + 1);
      if (found != NO_MATCH) {
        return found;
      }
      if (!matchesOne(at, p, end)) {
        return NO_MATCH;
      }
      at++;
    }
  }

  private int startCapture(int at, int p, int kind) {
    if (captures >= MOST_CAPTURES) {
      throw state.error("too many captures");
    }
    starts[captures] = at;
    lengths[captures] = kind;
    captures++;
    int found = matchHere(at, p);
    if (found == NO_MATCH) {
      captures--;
    }
    return found;
  }

  private int endCapture(int at, int p) {
    int index = captures - 1;
    while (index >= 0 && lengths[index] != UNFINISHED) {
      index--;
    }
    if (index < 0) {
      throw state.error("invalid pattern capture");
    }
    lengths[index] = at - starts[index];
    int found = matchHere(at, p);
    if (found == NO_MATCH) {
      lengths[index] = UNFINISHED;
    }
    return found;
  }

  private int backReference(int at, int digit) {
    int index = digit - '1';
    if (index < 0 || index >= captures || lengths[index] == UNFINISHED) {
      throw state.error("invalid capture index");
    }
    int length = lengths[index];
    if (length < 0 || text.length() - at < length) {
      return NO_MATCH;
    }
    for (int i = 0; i < length; i++) {
      if (text.at(starts[index] + i) != text.at(at + i)) {
        return NO_MATCH;
      }
    }
    return at + length;
  }

  private int balance(int at, int p) {
    if (p + 1 >= pattern.length()) {
      throw state.error("unbalanced pattern");
    }
    if (at >= text.length() || text.at(at) != pattern.at(p)) {
      return NO_MATCH;
    }
    int open = pattern.at(p);
    int close = pattern.at(p + 1);
    int level = 1;
    for (int i = at + 1; i < text.length(); i++) {
      int letter = text.at(i);
      if (letter == close) {
        if (--level == 0) {
          return i + 1;
        }
      } else if (letter == open) {
        level++;
      }
    }
    return NO_MATCH;
  }

  /** Where the single class that begins at p ends. */
  private int classEnd(int from) {
    int p = from;
    int letter = pattern.at(p++);
    if (letter == ESCAPE) {
      if (p >= pattern.length()) {
        throw state.error("malformed pattern (ends with '%')");
      }
      return p + 1;
    }
    if (letter != '[') {
      return p;
    }
    if (p < pattern.length() && pattern.at(p) == '^') {
      p++;
    }
    do {
      if (p >= pattern.length()) {
        throw state.error("malformed pattern (missing ']')");
      }
      if (pattern.at(p++) == ESCAPE && p < pattern.length()) {
        p++;
      }
    } while (p >= pattern.length() || pattern.at(p) != ']');
    return p + 1;
  }

  private boolean matchesOne(int at, int p, int end) {
    if (at >= text.length()) {
      return false;
    }
    int letter = text.at(at);
    return switch (pattern.at(p)) {
      case '.' -> true;
      case ESCAPE -> isOfClass(letter, pattern.at(p + 1));
      case '[' -> inSet(letter, p, end - 1);
      default -> pattern.at(p) == letter;
    };
  }

  /**
   * @param p where the [ is
   * @param last where the ] is
   */
  private boolean inSet(int letter, int p, int last) {
    boolean wanted = true;
    int at = p + 1;
    if (pattern.at(at) == '^') {
      wanted = false;
      at++;
    }
    while (at < last) {
      if (pattern.at(at) == ESCAPE) {
        if (isOfClass(letter, pattern.at(at + 1))) {
          return wanted;
        }
        at += 2;
      } else if (at + 2 < last && pattern.at(at + 1) == '-') {
        if (pattern.at(at) <= letter && letter <= pattern.at(at + 2)) {
          return wanted;
        }
        at += 3;
      } else {
        if (pattern.at(at) == letter) {
          return wanted;
        }
        at++;
      }
    }
    return !wanted;
  }

  private static boolean isOfClass(int letter, int kind) {
    boolean in =
        switch (kind | 0x20) {
          case 'a' -> isLetter(letter);
          case 'c' -> letter < 0x20 || letter == 0x7F;
          case 'd' -> letter >= '0' && letter <= '9';
          case 'l' -> letter >= 'a' && letter <= 'z';
          case 'p' -> letter > 0x20 && letter < 0x7F && !isAlphanumeric(letter);
          case 's' -> letter == ' ' || (letter >= '\t' && letter <= '\r');
          case 'u' -> letter >= 'A' && letter <= 'Z';
          case 'w' -> isAlphanumeric(letter);
          case 'x' -> letter < 0x80 && Character.digit(letter, 16) >= 0;
          case 'z' -> letter == 0;
          default -> kind == letter;
        };
    boolean isClass = isLetter(kind) && "acdlpsuwxz".indexOf(kind | 0x20) >= 0;
    boolean negated = isClass && kind < 'a';
    return isClass ? in != negated : kind == letter;
  }

  private static boolean isLetter(int letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
  }

  private static boolean isAlphanumeric(int letter) {
    return isLetter(letter) || (letter >= '0' && letter <= '9');
  }
}
