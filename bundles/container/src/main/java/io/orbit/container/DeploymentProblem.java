package io.orbit.container;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why Karaf cannot install something, in one line for a person. The resolver's message nests the
 * reason in the chain of those who asked ({@code Unable to resolve A: missing requirement [A] …
 * [caused by: Unable to resolve B: …]}); what is missing stands last, and that is what is said.
 */
final class DeploymentProblem {
  private static final Pattern UNRESOLVED =
      Pattern.compile("Unable to resolve ([^:\\s]+): missing requirement \\[[^]]*] ([^\\s;]+)(.*)");
  private static final Pattern OTHER_REASON = Pattern.compile("\\[caused by: ");
  private static final Pattern NAME =
      Pattern.compile("\\b(?:osgi\\.[.\\w]+|objectClass)=([^;)\\s]+)");
  private static final Pattern FROM = Pattern.compile("\\(version>=([^)]+)\\)");
  private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");

  private DeploymentProblem() {}

  static String describe(Throwable failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String[] chain = OTHER_REASON.split(message);
    Matcher last = UNRESOLVED.matcher(chain[chain.length - 1].strip());
    if (last.lookingAt()) {
      return last.group(1)
          + " needs "
          + missing(last.group(2), last.group(3))
          + ", which is not there";
    }
    return "the features cannot be installed: " + oneLine(message);
  }

  private static String missing(String namespace, String requirement) {
    Matcher name = NAME.matcher(requirement);
    if (!name.find()) {
      return namespace + " " + requirement.replaceAll("]+$", "").strip();
    }
    String kind =
        switch (namespace) {
          case "osgi.wiring.package" -> "the package ";
          case "osgi.wiring.bundle" -> "the bundle ";
          case "osgi.identity" ->
              requirement.contains("karaf.feature") ? "the feature " : "the bundle ";
          case "osgi.service" -> "the service ";
          case "osgi.ee" -> "the Java version of ";
          default -> namespace + " ";
        };
    return kind + name.group(1) + versions(requirement);
  }

  private static String versions(String requirement) {
    StringBuilder text = new StringBuilder();
    Matcher below = BELOW.matcher(requirement);
    Matcher from = FROM.matcher(BELOW.matcher(requirement).replaceAll(""));
    if (from.find()) {
      text.append(" from version ").append(from.group(1));
    }
    if (below.find()) {
      text.append(text.isEmpty() ? " below version " : " below ").append(below.group(1));
    }
    return text.toString();
  }

  private static String oneLine(String message) {
    return message
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }
}
