package io.orbit.client.rest;

import io.orbit.client.output.Column;
import io.orbit.client.output.Format;
import io.orbit.client.output.JsonText;
import io.orbit.client.output.Rows;
import io.orbit.client.terminal.Display;
import io.orbit.client.terminal.Interpreter;
import io.orbit.client.terminal.Lines;
import io.orbit.client.text.Piece;
import io.orbit.client.text.Place;
import io.orbit.client.text.SqlSplitter;
import io.orbit.client.text.SqlWords;
import io.orbit.client.text.Unfinished;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jline.reader.Completer;
import org.jline.reader.impl.completer.NullCompleter;
import org.jspecify.annotations.Nullable;

/**
 * Any language that the server has installed, over {@code POST /api/v1/statements}: each statement
 * is a transaction of its own. Statements end with a semicolon outside of quotes and comments.
 */
public final class RestInterpreter implements Interpreter {
  private final RestClient client;
  private final String language;
  private final Display display;
  private final boolean stopOnError;
  private volatile @Nullable String running;
  private volatile boolean left;

  public RestInterpreter(RestClient client, String language, Display display, boolean stopOnError) {
    this.client = client;
    this.language = language;
    this.display = display;
    this.stopOnError = stopOnError;
  }

  @Override
  public String name() {
    return "query-" + language.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  @Override
  public String prompt() {
    return language + Unfinished.NOTHING.sign() + "> ";
  }

  @Override
  public String continuation(Unfinished inside) {
    return language + inside.sign() + "> ";
  }

  @Override
  public Unfinished unfinished(String text) {
    SqlSplitter splitter = new SqlSplitter();
    splitter.add(text);
    return splitter.unfinished();
  }

  @Override
  public boolean isSecret(String line) {
    return line.toLowerCase(Locale.ROOT).contains("password");
  }

  @Override
  public Completer completer() {
    return NullCompleter.INSTANCE;
  }

  @Override
  public boolean run(Lines lines, boolean hasLast) throws IOException {
    SqlSplitter splitter = new SqlSplitter();
    boolean fine = true;
    String line;
    while (!left && (line = lines.next()) != null) {
      for (Piece piece : splitter.add(line)) {
        fine &= run(piece);
        if (left || !fine && stopOnError) {
          return fine;
        }
      }
    }
    return left || !hasLast ? fine : fine & execute(splitter.rest());
  }

  private boolean run(Piece piece) throws IOException {
    return switch (piece) {
      case Piece.Statement(String text) -> execute(text);
      case Piece.Fragment(String text) -> execute(text);
      case Piece.Command(String text) -> command(text.strip());
    };
  }

  private boolean command(String text) {
    String[] words = text.split("\\s+", 2);
    try {
      switch (words[0]) {
        case "\\q" -> left = true;
        case "\\x" -> display.expanded(!display.expanded());
        case "\\timing" -> display.timing(!display.timing());
        case "\\format" ->
            display.format(
                Format.Name.valueOf(words.length < 2 ? "" : words[1].toUpperCase(Locale.ROOT)));
        default -> {
          display.tell("The commands are \\q, \\x, \\timing and \\format NAME.");
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException noFormat) {
      display.tell("Formats are table, json, csv and plain.");
      return false;
    }
  }

  private boolean execute(String text) throws IOException {
    if (SqlWords.isBlank(text)) {
      return true;
    }
    String statement = text.strip().replaceFirst(";$", "");
    long begun = System.nanoTime();
    String id = UUID.randomUUID().toString();
    running = id;
    String body =
        "{\"language\": "
            + JsonText.quote(language)
            + ", \"text\": "
            + JsonText.quote(statement)
            + ", \"values\": \"text\", \"id\": "
            + JsonText.quote(id)
            + "}";
    try (BufferedReader answer = client.lines("/api/v1/statements", body)) {
      show(answer);
      return true;
    } catch (RestFailure failure) {
      tell(failure, statement);
      return false;
    } finally {
      running = null;
      display.took(System.nanoTime() - begun);
    }
  }

  private void show(BufferedReader answer) throws IOException {
    AnswerRows rows = new AnswerRows(answer);
    if (rows.columns().isEmpty()) {
      rows.next();
    } else {
      display.rows(rows);
    }
    display.remark(rows.tag());
  }

  private void tell(RestFailure failure, String statement) {
    String state = failure.state().isEmpty() ? "" : " [" + failure.state() + "]";
    String[] message = String.valueOf(failure.getMessage()).split("\n", 2);
    display.tell(
        "ERROR:  "
            + message[0]
            + state
            + (failure.position() < 0 ? "" : "\n" + Place.of(statement, failure.position()))
            + (message.length > 1 ? "\n" + message[1] : ""));
  }

  /** The lines of an answer: columns, rows, and at last what was done. */
  private static final class AnswerRows implements Rows {
    private final BufferedReader lines;
    private final List<Column> columns = new ArrayList<>();
    private String tag = "";

    AnswerRows(BufferedReader lines) throws IOException {
      this.lines = lines;
      for (Json column : line().at("columns").elements()) {
        columns.add(
            new Column(
                String.valueOf(column.at("name").text()),
                Column.Kind.ofType(String.valueOf(column.at("type").text()))));
      }
    }

    private Json line() throws IOException {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("the server's answer is not whole");
      }
      return Json.parse(line);
    }

    @Override
    public List<Column> columns() {
      return columns;
    }

    @Override
    public @Nullable List<@Nullable String> next() throws IOException {
      Json line = line();
      if (line instanceof Json.Elements(List<Json> values)) {
        List<@Nullable String> row = new ArrayList<>(values.size());
        values.forEach(value -> row.add(value.text()));
        return row;
      }
      if (line.at("problem") instanceof Json.Members problem) {
        String state = problem.at("sqlState").text();
        throw new RestFailure(
            0, String.valueOf(problem.at("detail").text()), state == null ? "" : state, -1);
      }
      tag = line.at("tag").text() + " " + line.at("count").text();
      return null;
    }

    String tag() {
      return tag.replace(" -1", "");
    }
  }

  @Override
  public void leave() {
    left = true;
  }

  @Override
  public boolean left() {
    return left;
  }

  @Override
  public void cancel() {
    String id = running;
    if (id != null) {
      try {
        client.delete("/api/v1/statements/" + RestClient.segment(id));
      } catch (IOException failure) {
        display.tell("The request to stop could not be sent: " + failure.getMessage());
      }
    }
  }

  @Override
  public void close() {
    cancel();
  }
}
