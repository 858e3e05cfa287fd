package io.orbit.itests;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * README's tour as steps. A step is an indented line with a prompt of the shell, of redis-cli or of
 * psql; what it answers stands in the lines after it, or behind it as a comment.
 */
final class Tour {
  private static final String BEGIN = "## Five minutes";
  private static final String INDENT = "    ";
  private static final Pattern PROMPT = Pattern.compile("(\\$|127\\.0\\.0\\.1:6379>|orbit=>) (.*)");
  private static final Pattern COMMENT = Pattern.compile("(.*?)\\s{2,}(?:--|#) (.*)");

  private Tour() {}

  /** Who is told it. */
  enum Prompt {
    SHELL,
    REDIS,
    PSQL
  }

  /**
   * One thing that a reader types.
   *
   * @param lines the answer as it stands there; empty where README leaves it out
   * @param comment the answer's content, in a comment; empty where there is none
   */
  record Step(Prompt prompt, String text, List<String> lines, String comment) {}

  static List<Step> read(List<String> readme) {
    List<Step> steps = new ArrayList<>();
    boolean inTour = false;
    for (String line : readme) {
      if (line.startsWith("## ")) {
        inTour = line.equals(BEGIN);
      } else if (inTour && line.startsWith(INDENT)) {
        readLine(line.substring(INDENT.length()), steps);
      }
    }
    return steps;
  }

  private static void readLine(String line, List<Step> steps) {
    Matcher prompt = PROMPT.matcher(line);
    if (prompt.matches()) {
      Matcher comment = COMMENT.matcher(prompt.group(2));
      boolean commented = comment.matches();
      steps.add(
          new Step(
              prompt(prompt.group(1)),
              commented ? comment.group(1) : prompt.group(2),
              new ArrayList<>(),
              commented ? comment.group(2) : ""));
    } else if (steps.isEmpty() || line.contains("./orbit run")) {
      steps.add(new Step(Prompt.SHELL, line, new ArrayList<>(), ""));
    } else {
      steps.getLast().lines().add(line);
    }
  }

  private static Prompt prompt(String text) {
    return switch (text) {
      case "$" -> Prompt.SHELL;
      case "orbit=>" -> Prompt.PSQL;
      default -> Prompt.REDIS;
    };
  }
}
