package io.orbit.language.sql;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL's own parser, {@code libpg-query} in Node, behind a pipe. The package is installed
 * under {@code target/} when first needed.
 */
final class Oracle implements AutoCloseable {
  private static final String PACKAGE = "libpg-query@18.1.5";

  private final Process process;
  private final BufferedWriter input;
  private final BufferedReader output;

  /** What it says of a text: trees, or a message and its position. */
  record Verdict(boolean accepted, List<String> trees, String message, int position) {}

  Oracle(Path scripts) {
    try {
      Path home = install(Path.of("target", "oracle").toAbsolutePath());
      process =
          new ProcessBuilder("node", scripts.resolve("oracle.cjs").toString(), home.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      input =
          new BufferedWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
      output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException("Node 20 is needed for PostgreSQL's grammar", failed);
    }
  }

  private static Path install(Path home) throws IOException {
    if (Files.exists(home.resolve("node_modules/libpg-query/package.json"))) {
      return home;
    }
    Files.createDirectories(home);
    Files.writeString(home.resolve("package.json"), "{\"private\": true}");
    Path log = home.resolve("npm.log");
    Process npm =
        new ProcessBuilder(
                "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", PACKAGE)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean done = npm.waitFor(5, TimeUnit.MINUTES);
      if (!done || npm.exitValue() != 0) {
        npm.destroyForcibly();
        throw new IllegalStateException(
            "npm could not install " + PACKAGE + " (offline?): " + Files.readString(log));
      }
    } catch (InterruptedException interrupted) {
      npm.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
    return home;
  }

  Verdict ask(String text) {
    try {
      input.write(Json.quoted(text));
      input.write('\n');
      input.flush();
      String line = output.readLine();
      if (line == null) {
        throw new IllegalStateException("the oracle ended at: " + text);
      }
      return verdict(line, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Verdict verdict(String line, String text) {
    Json json = new Json(line);
    String key = json.key();
    return switch (key) {
      case "ok" -> new Verdict(true, json.strings(), "", -1);
      case "error" -> {
        String message = json.string();
        json.expect(',');
        json.string();
        json.expect(':');
        yield new Verdict(false, List.of(), message, json.integer());
      }
      default -> throw new IllegalStateException(text + ": " + line);
    };
  }

  @Override
  public void close() {
    try {
      input.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** As much JSON as the pipe carries. */
  private static final class Json {
    private final String text;
    private int at;

    Json(String text) {
      this.text = text;
    }

    static String quoted(String text) {
      StringBuilder quoted = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          quoted.append('\\').append(c);
        } else if (c < ' ' || c > '~') {
          quoted.append(String.format("\\u%04x", (int) c));
        } else {
          quoted.append(c);
        }
      }
      return quoted.append('"').toString();
    }

    String key() {
      expect('{');
      String key = string();
      expect(':');
      return key;
    }

    List<String> strings() {
      List<String> strings = new ArrayList<>();
      expect('[');
      while (text.charAt(at) != ']') {
        strings.add(string());
        if (text.charAt(at) == ',') {
          at++;
        }
      }
      return strings;
    }

    String string() {
      expect('"');
      StringBuilder value = new StringBuilder();
      while (text.charAt(at) != '"') {
        char c = text.charAt(at++);
        value.append(c == '\\' ? escaped() : c);
      }
      at++;
      return value.toString();
    }

    private char escaped() {
      char c = text.charAt(at++);
      return switch (c) {
        case 'n' -> '\n';
        case 't' -> '\t';
        case 'r' -> '\r';
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'u' -> {
          at += 4;
          yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        default -> c;
      };
    }

    int integer() {
      int start = at;
      while (text.charAt(at) == '-' || Character.isDigit(text.charAt(at))) {
        at++;
      }
      return Integer.parseInt(text.substring(start, at));
    }

    void expect(char c) {
      if (text.charAt(at) != c) {
        throw new IllegalStateException("no " + c + " at " + at + " in " + text);
      }
      at++;
    }
  }
}
