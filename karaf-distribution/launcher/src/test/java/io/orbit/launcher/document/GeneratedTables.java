package io.orbit.launcher.document;

import io.orbit.launcher.configuration.Setting;
import io.orbit.launcher.configuration.SettingType;
import io.orbit.launcher.configuration.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * The tables that stand in documents between {@code <!-- generated: NAME -->} and {@code <!-- end
 * -->}, written from POMs, features, settings and the status file.
 */
final class GeneratedTables {
  private static final Pattern BLOCK =
      Pattern.compile("(<!-- generated: (\\w+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  private static final Map<String, String> FOREIGN_LISTENERS =
      Map.of("org.apache.felix.http", "protocol-bundles/rest", "io.orbit.shell", "bundles/shell");

  private static final List<String> LEAVES =
      List.of(
          "protocol-bundles/",
          "storage-bundles/",
          "bundles/languages/",
          "accel-bundles/",
          "ai-bundles/",
          "admin-console");

  private final Checkout checkout;

  GeneratedTables(Checkout checkout) {
    this.checkout = checkout;
  }

  /** The document with every generated block written anew. */
  String rewrite(String document) {
    return BLOCK.matcher(document).replaceAll(this::block);
  }

  /** How many generated blocks a document has. */
  static long count(String document) {
    return BLOCK.matcher(document).results().count();
  }

  private String block(MatchResult found) {
    String table =
        switch (found.group(2)) {
          case "modules" -> modules();
          case "ports" -> ports();
          case "features" -> features();
          case "status" -> status();
          case "settings" -> settings();
          case "pages" -> pages();
          default -> throw new IllegalArgumentException("no table is named " + found.group(2));
        };
    return Matcher.quoteReplacement(found.group(1) + table + found.group(3));
  }

  private String modules() {
    return table("module|artifact|what it is")
        + checkout.modules().stream()
            .map(
                module ->
                    row(
                        code(module),
                        code(checkout.pom(module, "artifactId")),
                        checkout.pom(module, "description")))
            .collect(Collectors.joining());
  }

  private String ports() {
    return table("protocol|port|setting|bundle|state")
        + Settings.ports().stream().map(this::port).collect(Collectors.joining());
  }

  private String port(Settings.ListenerPort listener) {
    String pid = listener.pid();
    String folder =
        FOREIGN_LISTENERS.getOrDefault(
            pid, "protocol-bundles/" + pid.substring(pid.lastIndexOf('.') + 1));
    String key = listener.setting().key();
    String protocol = key.substring("server.".length(), key.length() - "_port".length());
    return row(
        protocol,
        listener.setting().defaultValue().toString(),
        code(key),
        code(folder),
        checkout.modules().contains(folder) ? "there" : "not yet");
  }

  private String features() {
    List<Element> all = checkout.features();
    List<String> defaults =
        all.stream()
            .filter(feature -> feature.getAttribute("name").equals("orbit"))
            .flatMap(feature -> Checkout.children(feature, "feature").stream())
            .map(Element::getTextContent)
            .toList();
    List<String> leaves =
        checkout.modules().stream()
            .filter(module -> LEAVES.stream().anyMatch(module::startsWith))
            .map(module -> checkout.pom(module, "artifactId"))
            .toList();
    StringBuilder out = new StringBuilder(table("feature|what it is|installed"));
    for (Element feature : all) {
      String name = feature.getAttribute("name");
      boolean group = Checkout.children(feature, "bundle").isEmpty();
      String installed =
          group ? "a group" : installed(leaves.contains(name), defaults.contains(name));
      out.append(row(code(name), feature.getAttribute("description"), installed));
    }
    return out.toString();
  }

  private static String installed(boolean leaf, boolean byDefault) {
    if (!leaf) {
      return "always";
    }
    return byDefault ? "by default" : "";
  }

  private String status() {
    StringBuilder out = new StringBuilder();
    String heading = "";
    try {
      for (StatusRow status : StatusRow.readAll()) {
        if (!status.heading().equals(heading)) {
          heading = status.heading();
          out.append("\n**").append(heading).append("**\n\n");
          out.append(table("feature|state|tests|where|missing"));
        }
        out.append(status(status));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return out.append('\n').toString();
  }

  private String status(StatusRow status) {
    String state = status.state(checkout);
    String tests =
        status.tests().stream()
            .filter(checkout::hasTest)
            .map(GeneratedTables::code)
            .collect(Collectors.joining(" "));
    return row(status.feature(), state, tests, code(status.folder()), status.missing());
  }

  private static String settings() {
    return table("key|environment|values|default|what it does")
        + Settings.all().stream().map(GeneratedTables::setting).collect(Collectors.joining());
  }

  private static String setting(Setting<?> setting) {
    String value = setting.defaultValue().toString();
    boolean unset = setting.type() instanceof SettingType.Size && value.equals("0");
    return row(
        code(setting.key()),
        code(setting.environmentVariable()),
        values(setting.type()),
        unset ? "unset" : code(value),
        setting.description());
  }

  private static String values(SettingType<?> type) {
    return switch (type) {
      case SettingType.Text _ -> "text";
      case SettingType.Flag _ -> "true, false";
      case SettingType.Choice choice -> String.join(", ", choice.words());
      case SettingType.Whole whole -> whole.least() + " to " + whole.most();
      case SettingType.Size size -> "size, at least " + (size.least() >> 20) + "MB";
    };
  }

  /** The pages beside the document that lists them, in the order of a reader's tasks. */
  private String pages() {
    StringBuilder out = new StringBuilder();
    for (String task : List.of("operate", "connect", "query", "extend", "conformance")) {
      pages(out, task, Path.of("docs", task));
    }
    pages(out, "more", Path.of("docs"));
    return out.append('\n').toString();
  }

  private void pages(StringBuilder out, String task, Path folder) {
    List<Path> pages =
        checkout.filesEndingWith(".md").stream()
            .filter(page -> folder.equals(page.getParent()))
            .filter(page -> !page.endsWith("README.md"))
            .toList();
    if (!pages.isEmpty()) {
      out.append("\n**").append(task).append("**\n\n");
    }
    for (Path page : pages) {
      out.append("- [").append(Checkout.title(page)).append("](");
      out.append(Path.of("docs").relativize(page).toString().replace('\\', '/')).append(")\n");
    }
  }

  private static String table(String columns) {
    String header = row(columns.split("\\|"));
    return header + "|" + "---|".repeat(columns.split("\\|").length) + "\n";
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }
}
