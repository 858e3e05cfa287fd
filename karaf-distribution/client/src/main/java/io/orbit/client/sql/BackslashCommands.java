package io.orbit.client.sql;

import io.orbit.client.ClientException;
import io.orbit.client.connect.Endpoint;
import io.orbit.client.output.Format;
import io.orbit.client.terminal.Display;
import io.orbit.client.terminal.Lines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What begins with a backslash: questions to the catalog, files, formats. */
final class BackslashCommands {
  private static final Pattern COMMAND =
      Pattern.compile("\\\\([^\\s;]+)\\s*(.*?)[\\s;]*", Pattern.DOTALL);
  private static final Pattern COPY =
      Pattern.compile(
          "(?is)(\\(.*\\)|(?:\"[^\"]*\"|[^(\"\\s])+(?:\\s*\\([^)]*\\))?)\\s+(from|to)\\s+(?:'((?:[^']|'')+)'|(stdin|stdout|pstdin|pstdout|[^\\s'()]+))(.*)");
  static final String HELP =
      """
      \\q                 leaves (also Ctrl-D)
      \\d [NAME]          relations; of one its columns, indexes, constraints
      \\dt \\dv \\di \\ds     tables, views, indexes, sequences  [PATTERN, such as public.*]
      \\dn \\du \\df \\l     schemas, roles, functions, databases
      \\c [DATABASE [USER]]  connects to another database
      \\conninfo          tells where this is
      \\x                 a line for each value, on or off
      \\timing            how long each statement took, on or off
      \\format NAME       table, json, csv or plain
      \\pager             long results page by page, on or off
      \\o [FILE]          results to a file, or back
      \\i FILE            runs a file
      \\e [FILE]          edits a statement or a file by $EDITOR and runs it
      \\g, \\gx            runs what was typed, like a semicolon; \\gx as with \\x
      \\r                 forgets what was typed
      \\copy TABLE from|to FILE …  COPY with a file of this machine
      Ctrl-C             stops the statement that runs""";

  private final SqlInterpreter interpreter;
  private final Display display;

  BackslashCommands(SqlInterpreter interpreter, Display display) {
    this.interpreter = interpreter;
    this.display = display;
  }

  /** The command's name without the backslash. */
  static String name(String command) {
    Matcher matcher = COMMAND.matcher(command);
    return matcher.matches() ? matcher.group(1) : "";
  }

  private static String argument(String command) {
    Matcher matcher = COMMAND.matcher(command);
    return matcher.matches() ? matcher.group(2) : "";
  }

  /** Runs a command; false when it failed, which has been told. */
  boolean run(String command, Lines lines) throws IOException {
    String argument = argument(command);
    try {
      switch (name(command)) {
        case "q", "quit" -> interpreter.leave();
        case "?", "h", "help" -> display.data(out -> out.append(HELP).append('\n'));
        case "x" -> expanded(argument);
        case "timing" -> timing(argument);
        case "format" -> format(argument);
        case "pager" -> pager(argument);
        case "o" -> display.redirect(argument.isEmpty() ? null : Path.of(unquote(argument)));
        case "i" -> {
          return file(Path.of(unquote(argument)));
        }
        case "e" -> {
          return edit(argument);
        }
        case "c", "connect" -> connect(argument);
        case "conninfo" -> tellConnection();
        case "copy" -> {
          return copy(argument, lines);
        }
        default -> {
          return describe(name(command), argument);
        }
      }
      return true;
    } catch (UncheckedIOException failure) {
      display.tell(command.strip() + ": " + failure.getCause());
      return false;
    } catch (IllegalArgumentException | ClientException mistake) {
      display.tell(command.strip() + ": " + mistake.getMessage());
      return false;
    }
  }

  private boolean describe(String name, String argument) throws IOException {
    List<CatalogQuery> queries = CatalogQuery.of(name, argument);
    if (queries.isEmpty()) {
      display.tell("There is no command \\" + name + "; \\? lists them.");
      return false;
    }
    boolean isDetail = false;
    for (CatalogQuery query : queries) {
      try (Statement statement = interpreter.connection().jdbc().createStatement();
          ResultSet result = statement.executeQuery(query.sql())) {
        boolean none = !result.isBeforeFirst();
        if (none && queries.size() > 1 && !isDetail) {
          display.tell("There is no relation " + argument + ".");
          return false;
        }
        if (!none || !isDetail) {
          display.remark(query.title());
          display.rows(new SqlRows(result));
        }
        isDetail = true;
      } catch (SQLException failure) {
        display.tell(SqlError.describe(failure, query.sql()));
        return false;
      }
    }
    return true;
  }

  private void expanded(String argument) {
    display.expanded(flag(argument, display.expanded()));
    display.remark("Expanded display is " + (display.expanded() ? "on." : "off."));
  }

  private void timing(String argument) {
    display.timing(flag(argument, display.timing()));
    display.remark("Timing is " + (display.timing() ? "on." : "off."));
  }

  private void pager(String argument) {
    display.pager().on(flag(argument, display.pager().on()));
    display.remark("Pager is " + (display.pager().on() ? "on." : "off."));
  }

  private void format(String argument) {
    display.format(Format.Name.valueOf(argument.toUpperCase(Locale.ROOT)));
    display.remark("Output format is " + argument + ".");
  }

  static boolean flag(String argument, boolean now) {
    return switch (argument) {
      case "on" -> true;
      case "off" -> false;
      case "" -> !now;
      default -> throw new IllegalArgumentException("on or off");
    };
  }

  private boolean file(Path path) throws IOException {
    try (var reader = Files.newBufferedReader(path)) {
      return interpreter.run(Lines.of(reader), true);
    } catch (NoSuchFileException notThere) {
      display.tell(path + ": there is no such file");
      return false;
    }
  }

  private boolean edit(String argument) throws IOException {
    if (!display.dialogue()) {
      throw new IllegalArgumentException("works at a prompt only");
    }
    Path file =
        argument.isEmpty() ? Files.createTempFile("orbit-", ".sql") : Path.of(unquote(argument));
    String editor = System.getenv().getOrDefault("VISUAL", System.getenv("EDITOR"));
    try {
      int status =
          new ProcessBuilder("sh", "-c", (editor == null ? "vi" : editor) + " \"$0\"", "" + file)
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalArgumentException("the editor ended with " + status);
      }
      display.remark(Files.readString(file).stripTrailing());
      return file(file);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      if (argument.isEmpty()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void connect(String argument) {
    String[] words = argument.isEmpty() ? new String[0] : argument.split("\\s+");
    Endpoint endpoint = interpreter.connection().endpoint();
    if (words.length > 0 && !words[0].equals("-")) {
      endpoint = endpoint.withDatabase(unquote(words[0]));
    }
    if (words.length > 1 && !words[1].equals(endpoint.user())) {
      endpoint = endpoint.withUser(unquote(words[1]));
    }
    interpreter.connect(endpoint);
    tellConnection();
  }

  private void tellConnection() {
    Endpoint endpoint = interpreter.connection().endpoint();
    display.remark(
        "Connected to database \""
            + endpoint.database()
            + "\" as user \""
            + endpoint.user()
            + "\" at "
            + endpoint.address()
            + (endpoint.tls() ? " by TLS." : " without TLS."));
  }

  private boolean copy(String argument, Lines lines) throws IOException {
    Matcher copy = COPY.matcher(argument);
    if (!copy.matches()) {
      throw new IllegalArgumentException("\\copy TABLE from|to FILE [options]");
    }
    boolean in = copy.group(2).equalsIgnoreCase("from");
    String statement =
        "COPY " + copy.group(1) + (in ? " FROM STDIN" : " TO STDOUT") + copy.group(5);
    String standard = copy.group(4) == null ? "" : SqlInterpreter.lower(copy.group(4));
    if (standard.endsWith(in ? "stdin" : "stdout")) {
      return interpreter.execute(statement, lines, false);
    }
    Path file = Path.of(copy.group(4) == null ? copy.group(3).replace("''", "'") : copy.group(4));
    return in ? copyFrom(file, statement) : copyTo(file, statement);
  }

  private boolean copyFrom(Path file, String statement) throws IOException {
    try (var reader = Files.newBufferedReader(file)) {
      return interpreter.execute(statement, Lines.of(reader), false);
    } catch (NoSuchFileException notThere) {
      display.tell(file + ": there is no such file");
      return false;
    }
  }

  private boolean copyTo(Path file, String statement) throws IOException {
    display.redirect(file);
    try {
      return interpreter.execute(statement, () -> null, false);
    } finally {
      display.redirect(null);
    }
  }

  private static String unquote(String text) {
    boolean quoted =
        text.length() > 1
            && (text.startsWith("'") && text.endsWith("'")
                || text.startsWith("\"") && text.endsWith("\""));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
