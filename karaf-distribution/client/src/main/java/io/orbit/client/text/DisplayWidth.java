package io.orbit.client.text;

import org.jline.utils.WCWidth;

/**
 * How many columns of a terminal a text takes: two for wide characters, none for combining ones.
 */
public final class DisplayWidth {
  private static final int ZERO_WIDTH_JOINER = 0x200d;
  private static final int EMOJI_PRESENTATION = 0xfe0f;

  private DisplayWidth() {}

  /** The columns of one line without control characters. */
  public static int of(String text) {
    int width = 0;
    int before = 0;
    for (int at = 0; at < text.length(); ) {
      int sign = text.codePointAt(at);
      at += Character.charCount(sign);
      if (before == ZERO_WIDTH_JOINER && Character.isEmoji(sign)) {
        before = sign; // drawn as one with what it is joined to
        continue;
      }
      if (sign == EMOJI_PRESENTATION && Math.max(0, WCWidth.wcwidth(before)) == 1) {
        width++;
      }
      width += Math.max(0, WCWidth.wcwidth(sign));
      before = sign;
    }
    return width;
  }

  /** The text with control characters, line breaks and tabs apart, written as escapes. */
  public static String printable(String text) {
    if (text.codePoints().noneMatch(DisplayWidth::isHidden)) {
      return text;
    }
    StringBuilder printable = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(
            sign -> {
              if (isHidden(sign)) {
                printable.append(String.format("\\x%02X", sign));
              } else {
                printable.appendCodePoint(sign);
              }
            });
    return printable.toString();
  }

  private static boolean isHidden(int sign) {
    return Character.isISOControl(sign) && sign != '\n';
  }
}
