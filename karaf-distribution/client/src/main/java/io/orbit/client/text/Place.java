package io.orbit.client.text;

/** A place in a statement, as PostgreSQL shows it: its line, and a caret beneath. */
public final class Place {
  private Place() {}

  /**
   * The line of the text and the caret.
   *
   * @param position counts characters, not UTF-16 units, from 0
   */
  public static String of(String text, int position) {
    int characters = text.codePointCount(0, text.length());
    int at = text.offsetByCodePoints(0, Math.min(position, characters));
    int start = text.lastIndexOf('\n', at - 1) + 1;
    int end = text.indexOf('\n', at);
    String line = text.substring(start, end < 0 ? text.length() : end);
    long number = text.substring(0, start).chars().filter(sign -> sign == '\n').count() + 1;
    String head = "LINE " + number + ": ";
    String before = text.substring(start, at).replace('\t', ' ');
    return head
        + line.replace('\t', ' ').stripTrailing()
        + "\n"
        + " ".repeat(head.length() + DisplayWidth.of(before))
        + "^";
  }
}
