package io.orbit.client.sql;

import io.orbit.client.ClientException;
import io.orbit.client.connect.Endpoint;
import io.orbit.client.terminal.Display;
import io.orbit.client.terminal.Interpreter;
import io.orbit.client.terminal.Lines;
import io.orbit.client.text.Piece;
import io.orbit.client.text.SqlSplitter;
import io.orbit.client.text.SqlWords;
import io.orbit.client.text.Unfinished;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jline.reader.Completer;
import org.postgresql.core.TransactionState;

/** SQL and backslash commands, at a prompt and in scripts. */
public final class SqlInterpreter implements Interpreter {
  private static final Pattern SECRET =
      Pattern.compile("\\bpassword\\b|\\bcreate_api_key\\b", Pattern.CASE_INSENSITIVE);
  private static final Set<String> ENDING = Set.of("g", "gx", "q", "r", "e");

  private final Display display;
  private final boolean stopOnError;
  private final Function<Endpoint, SqlConnection> connector;
  private final SqlRunner runner;
  private final BackslashCommands commands;
  private final CatalogCompleter completer;
  private volatile SqlConnection connection;
  private volatile boolean left;
  private volatile boolean interrupted;
  private int depth;

  /**
   * @param connector connects anew: to another database, or after the connection was lost
   */
  public SqlInterpreter(
      SqlConnection connection,
      Function<Endpoint, SqlConnection> connector,
      Display display,
      boolean stopOnError) {
    this.connection = connection;
    this.connector = connector;
    this.display = display;
    this.stopOnError = stopOnError;
    this.runner = new SqlRunner(display);
    this.commands = new BackslashCommands(this, display);
    this.completer = new CatalogCompleter();
  }

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public String prompt() {
    if (connection.isLost()) {
      return "!> ";
    }
    return connection.endpoint().database() + Unfinished.NOTHING.sign() + state() + "> ";
  }

  @Override
  public String continuation(Unfinished inside) {
    return connection.endpoint().database() + inside.sign() + state() + "> ";
  }

  private String state() {
    TransactionState state = connection.transaction();
    return switch (state) {
      case IDLE -> "";
      case OPEN -> "*";
      case FAILED -> "!";
    };
  }

  @Override
  public Unfinished unfinished(String text) {
    SqlSplitter splitter = new SqlSplitter();
    List<Piece> pieces = splitter.add(text);
    if (!pieces.isEmpty()
        && splitter.rest().isBlank()
        && pieces.getLast() instanceof Piece.Command command
        && ENDING.contains(BackslashCommands.name(command.text()))) {
      return Unfinished.NOTHING;
    }
    return splitter.unfinished();
  }

  @Override
  public boolean isSecret(String line) {
    return SECRET.matcher(line).find();
  }

  @Override
  public Completer completer() {
    completer.load(connection.endpoint());
    return completer;
  }

  @Override
  public boolean run(Lines lines, boolean hasLast) throws IOException {
    interrupted &= depth > 0;
    depth++; // a file may run a file
    try {
      return runAll(lines, hasLast);
    } finally {
      depth--;
    }
  }

  private boolean runAll(Lines lines, boolean hasLast) throws IOException {
    SqlSplitter splitter = new SqlSplitter();
    StringBuilder buffer = new StringBuilder();
    boolean fine = true;
    String line;
    while (!ended() && (line = lines.next()) != null) {
      for (Piece piece : splitter.add(line)) {
        fine &= run(piece, buffer, splitter, lines);
        if (ended() || !fine && stopOnError) {
          return fine;
        }
      }
    }
    buffer.append(splitter.rest());
    return ended() || !hasLast ? fine : fine & execute(buffer, lines, display.expanded());
  }

  private boolean ended() {
    return left || interrupted;
  }

  private boolean run(Piece piece, StringBuilder buffer, SqlSplitter splitter, Lines lines)
      throws IOException {
    return switch (piece) {
      case Piece.Fragment(String text) -> {
        buffer.append(text);
        yield true;
      }
      case Piece.Statement(String text) -> {
        buffer.append(text);
        yield execute(buffer, lines, display.expanded());
      }
      case Piece.Command(String text) ->
          switch (BackslashCommands.name(text)) {
            case "g", "gx" -> {
              splitter.reset();
              yield execute(
                  buffer, lines, display.expanded() || BackslashCommands.name(text).equals("gx"));
            }
            case "r" -> {
              splitter.reset();
              buffer.setLength(0);
              yield true;
            }
            default -> commands.run(text, lines);
          };
    };
  }

  /** Runs what is in the buffer, and empties it. */
  private boolean execute(StringBuilder buffer, Lines lines, boolean asBlocks) throws IOException {
    String statement = buffer.toString();
    buffer.setLength(0);
    return SqlWords.isBlank(statement) || execute(statement, lines, asBlocks);
  }

  /** Runs one statement; false when it failed. */
  boolean execute(String statement, Lines lines, boolean asBlocks) throws IOException {
    boolean fine = runner.run(connection, statement.strip(), lines, asBlocks);
    if (connection.isLost()) {
      if (!display.dialogue()) {
        throw new ClientException("the connection to the server was lost");
      }
      connectAgain();
    }
    if (fine && CatalogCompleter.changesCatalog(statement)) {
      completer.refresh();
    }
    return fine;
  }

  private void connectAgain() {
    display.tell("The connection was lost; connecting again …");
    try {
      connect(connection.endpoint());
      display.tell("Connected. What was not committed is gone, and so are the session's settings.");
    } catch (ClientException failure) {
      display.tell(failure.getMessage());
    }
  }

  /** Takes another connection in the place of this one. */
  void connect(Endpoint endpoint) {
    SqlConnection other = connector.apply(endpoint);
    connection.close();
    connection = other;
    completer.load(other.endpoint());
  }

  SqlConnection connection() {
    return connection;
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
    interrupted = true;
    runner.cancel(connection);
  }

  @Override
  public void close() {
    completer.close();
    connection.close();
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
