package io.orbit.client.redis;

import io.orbit.client.ClientException;
import io.orbit.client.output.Format;
import io.orbit.client.terminal.Display;
import io.orbit.client.terminal.Interpreter;
import io.orbit.client.terminal.Lines;
import io.orbit.client.text.Unfinished;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jline.reader.Completer;

/** Redis commands, a line each, at a prompt and in scripts. */
public final class RedisInterpreter implements Interpreter {
  private static final Pattern SECRET =
      Pattern.compile(
          "^\\s*(?:auth|hello|migrate|acl|config\\s+set\\s+\\S*(?:pass|auth)).*",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> STREAMS =
      Set.of("SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "MONITOR");
  private static final Set<String> STREAM_ENDS =
      Set.of("UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE");
  private static final String HELP =
      """
      COMMAND ARGUMENT…   words; "…" with \\n, \\xHH, \\", or '…'
      help COMMAND        what a command does
      quit                leaves (also \\q, Ctrl-D)
      \\timing             how long each command took, on or off
      \\format NAME        table (as redis-cli), json, csv or plain
      Ctrl-C              stops what waits: SUBSCRIBE, MONITOR, BLPOP""";

  private final Supplier<RedisConnection> connector;
  private final Display display;
  private final boolean stopOnError;
  private final CommandCompleter completer = new CommandCompleter();
  private volatile RedisConnection connection;
  private volatile boolean busy;
  private volatile boolean cancelled;
  private boolean transaction;
  private String database;
  private volatile boolean left;

  /**
   * @param connector connects, and connects again after an interruption
   */
  public RedisInterpreter(
      Supplier<RedisConnection> connector, Display display, boolean stopOnError) {
    this.connector = connector;
    this.display = display;
    this.stopOnError = stopOnError;
    this.connection = connector.get();
    this.database = connection.endpoint().database();
  }

  /** A line that is read as these words. */
  public static String line(List<String> words) {
    return String.join(
        " ",
        words.stream()
            .map(word -> ReplyText.quote(word.getBytes(StandardCharsets.UTF_8)))
            .toList());
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String prompt() {
    return connection.endpoint().address()
        + (database.equals("0") ? "" : "[" + database + "]")
        + (transaction ? "(TX)" : "")
        + "> ";
  }

  @Override
  public String continuation(Unfinished inside) {
    return "> ";
  }

  @Override
  public Unfinished unfinished(String text) {
    return Unfinished.NOTHING;
  }

  @Override
  public boolean isSecret(String line) {
    return SECRET.matcher(line).find();
  }

  @Override
  public Completer completer() {
    completer.load(connector);
    return completer;
  }

  @Override
  public boolean run(Lines lines, boolean hasLast) throws IOException {
    boolean fine = true;
    String line;
    while (!left && (fine || !stopOnError) && (line = lines.next()) != null) {
      String command = line.strip();
      if (command.startsWith("\\")) {
        fine &= local(command);
      } else if (!command.isEmpty()) {
        fine &= command(command);
      }
    }
    return fine;
  }

  private boolean command(String line) throws IOException {
    Optional<List<byte[]>> words = CommandWords.of(line);
    if (words.isEmpty()) {
      display.tell("Invalid argument(s): a quote is not closed, or something follows it at once");
      return false;
    }
    String name = upper(words.get(), 0);
    switch (name) {
      case "QUIT", "EXIT" -> left = true;
      case "HELP", "?" -> help(words.get());
      default -> {
        return timed(name, words.get());
      }
    }
    return true;
  }

  private boolean timed(String name, List<byte[]> words) throws IOException {
    long begun = System.nanoTime();
    cancelled = false;
    busy = true;
    try {
      connection.send(words);
      return STREAMS.contains(name) ? stream() : answers(name, words);
    } catch (IOException failure) {
      return connectAgain(failure);
    } finally {
      busy = false;
      display.took(System.nanoTime() - begun);
    }
  }

  private boolean answers(String name, List<byte[]> words) throws IOException {
    int pushes = STREAM_ENDS.contains(name) ? Math.max(1, words.size() - 1) : 0;
    while (true) {
      Reply reply = connection.next();
      show(reply);
      pushes -= pushes > 0 ? 1 : 0;
      boolean isAnswer = !(reply instanceof Reply.Push) || STREAM_ENDS.contains(name);
      if (isAnswer && pushes == 0) {
        remember(name, words, reply);
        return !(reply instanceof Reply.Failure);
      }
    }
  }

  /** Shows what comes until somebody interrupts. */
  private boolean stream() throws IOException {
    display.remark("Reading messages … (Ctrl-C to stop)");
    while (true) {
      Reply reply = connection.next();
      show(reply);
      if (reply instanceof Reply.Failure) {
        return false;
      }
    }
  }

  private void show(Reply reply) throws IOException {
    boolean failed = reply instanceof Reply.Failure && !display.dialogue();
    if (failed) {
      display.tell(ReplyText.of(reply).stripTrailing());
      return;
    }
    switch (display.format()) {
      case TABLE -> display.data(out -> out.append(ReplyText.of(reply)));
      case JSON -> display.data(out -> out.append(PlainReply.json(reply)).append('\n'));
      case CSV -> display.data(out -> PlainReply.csv(reply, out));
      case PLAIN -> display.bytes(PlainReply.plain(reply));
    }
  }

  /** What the prompt shows. */
  private void remember(String name, List<byte[]> words, Reply reply) {
    if (reply instanceof Reply.Failure && !name.equals("EXEC")) {
      return;
    }
    switch (name) {
      case "MULTI" -> transaction = true;
      case "EXEC", "DISCARD" -> transaction = false;
      case "RESET" -> {
        transaction = false;
        database = "0";
      }
      case "SELECT" -> database = new String(words.get(1), StandardCharsets.UTF_8);
      default -> {} // nothing that is shown
    }
  }

  private boolean connectAgain(IOException failure) {
    connection.close();
    transaction = false;
    if (left) {
      return false;
    }
    if (!cancelled) {
      if (!display.dialogue()) {
        throw new ClientException("the connection was lost: " + failure.getMessage(), failure);
      }
      display.tell("The connection was lost: " + failure.getMessage());
    }
    String selected = database;
    connection = connector.get();
    database = connection.endpoint().database();
    if (!selected.equals(database)) {
      try {
        boolean refused = connection.ask(List.of("SELECT", selected)) instanceof Reply.Failure;
        database = refused ? database : selected;
      } catch (IOException again) {
        throw new ClientException("the connection was lost: " + again.getMessage(), again);
      }
    }
    return cancelled;
  }

  private void help(List<byte[]> words) throws IOException {
    if (words.size() == 1) {
      display.data(out -> out.append(HELP).append('\n'));
      return;
    }
    show(connection.ask(List.of("COMMAND", "DOCS", upper(words, 1))));
  }

  private boolean local(String command) throws IOException {
    String[] words = command.split("\\s+", 2);
    String argument = words.length > 1 ? words[1] : "";
    try {
      switch (words[0]) {
        case "\\q" -> left = true;
        case "\\?", "\\h" -> display.data(out -> out.append(HELP).append('\n'));
        case "\\timing" -> {
          display.timing(argument.isEmpty() ? !display.timing() : argument.equals("on"));
          display.remark("Timing is " + (display.timing() ? "on." : "off."));
        }
        case "\\format" -> {
          display.format(Format.Name.valueOf(argument.toUpperCase(Locale.ROOT)));
          display.remark("Output format is " + argument + ".");
        }
        default -> {
          display.tell("There is no command " + words[0] + "; \\? lists them.");
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException mistake) {
      display.tell("Formats are table, json, csv and plain.");
      return false;
    }
  }

  private static String upper(List<byte[]> words, int at) {
    return new String(words.get(at), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
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
    if (busy) {
      cancelled = true;
      connection.close();
    }
  }

  @Override
  public void close() {
    completer.close();
    connection.close();
  }
}
