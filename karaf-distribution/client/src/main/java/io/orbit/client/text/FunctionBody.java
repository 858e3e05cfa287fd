package io.orbit.client.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells whether the words of a statement so far have opened {@code BEGIN ATOMIC} and not closed it:
 * semicolons in such a body do not end the statement. As psql does, BEGIN counts only in a
 * statement that creates a function or a procedure, and CASE counts because it has an END too.
 */
final class FunctionBody {
  private static final int HEAD = 4;

  private final List<String> head = new ArrayList<>(HEAD);
  private int depth;

  void word(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (head.size() < HEAD) {
      head.add(lower);
    }
    if (!createsRoutine()) {
      return;
    }
    if (lower.equals("begin") || lower.equals("case") && depth > 0) {
      depth++;
    } else if (lower.equals("end") && depth > 0) {
      depth--;
    }
  }

  boolean open() {
    return depth > 0;
  }

  void reset() {
    head.clear();
    depth = 0;
  }

  private boolean createsRoutine() {
    if (head.size() < 2 || !head.getFirst().equals("create")) {
      return false;
    }
    int kind = head.get(1).equals("or") ? 3 : 1;
    return head.size() > kind
        && (kind == 1 || head.get(2).equals("replace"))
        && (head.get(kind).equals("function") || head.get(kind).equals("procedure"));
  }
}
