package io.orbit.client.sql;

import io.orbit.client.ClientException;
import io.orbit.client.connect.Endpoint;
import io.orbit.client.text.SqlWords;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

/**
 * Completes words of SQL: keywords, and names of the catalog. These are read in the background by a
 * connection of their own, so that neither the start nor a transaction that failed is in the way;
 * until they are there only keywords are offered.
 */
final class CatalogCompleter implements Completer, AutoCloseable {
  private static final int SMALLEST = 1;
  private static final Set<String> CHANGES =
      Set.of("CREATE", "DROP", "ALTER", "COMMIT", "END", "SET", "ROLLBACK");
  private static final String NAMES =
      "SELECT c.relname, 'relation' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind IN ('r', 'v', 'm', 'S') AND pg_table_is_visible(c.oid)"
          + " UNION SELECT n.nspname || '.' || c.relname, 'relation' FROM pg_class c JOIN"
          + " pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'S') AND"
          + " n.nspname !~ '^(pg_|redis_)'"
          + " UNION SELECT a.attname, 'column' FROM pg_attribute a JOIN pg_class c ON c.oid ="
          + " a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.attnum > 0 AND"
          + " c.relkind IN ('r', 'v', 'm') AND n.nspname !~ '^(pg_|information_schema|redis_)'"
          + " UNION SELECT p.proname, 'function' FROM pg_proc p"
          + " UNION SELECT n.nspname, 'schema' FROM pg_namespace n";

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("orbit-catalog").factory());
  private volatile TreeMap<String, String> names = new TreeMap<>();
  private @Nullable Endpoint endpoint;

  /** Whether a statement may have changed what there is to complete. */
  static boolean changesCatalog(String statement) {
    List<String> words = SqlWords.of(statement, 1);
    return !words.isEmpty() && CHANGES.contains(words.getFirst());
  }

  /** Reads the catalog of a database, in the background. */
  void load(Endpoint database) {
    endpoint = database;
    refresh();
  }

  /** Reads it again; nothing where nobody completes anything. */
  void refresh() {
    Endpoint database = endpoint;
    if (database != null) {
      try {
        worker.execute(() -> read(database));
      } catch (RejectedExecutionException closed) {
        return; // the user has left
      }
    }
  }

  private void read(Endpoint database) {
    try (SqlConnection connection = SqlConnection.open(database);
        Statement statement = connection.jdbc().createStatement();
        ResultSet result = statement.executeQuery(NAMES)) {
      TreeMap<String, String> found = new TreeMap<>();
      while (result.next()) {
        found.putIfAbsent(result.getString(1), result.getString(2));
      }
      names = found;
    } catch (SQLException | ClientException failure) {
      return; // completion goes on with what it knows
    }
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String word = line.word().substring(0, Math.min(line.wordCursor(), line.word().length()));
    int start = wordStart(word);
    String head = word.substring(0, start);
    String begun = word.substring(start);
    if (begun.startsWith("\\")) {
      BackslashNames.ALL.forEach(name -> candidates.add(candidate(head + name, "command")));
      return;
    }
    if (begun.length() < SMALLEST) {
      return;
    }
    String lower = begun.toLowerCase(Locale.ROOT);
    names
        .subMap(lower, true, lower + Character.MAX_VALUE, true)
        .forEach((name, kind) -> candidates.add(candidate(head + name, kind)));
    boolean small = begun.equals(lower);
    for (String keyword : SqlKeywords.ALL) {
      if (keyword.toLowerCase(Locale.ROOT).startsWith(lower)) {
        candidates.add(
            candidate(head + (small ? keyword.toLowerCase(Locale.ROOT) : keyword), "keyword"));
      }
    }
  }

  private static Candidate candidate(String value, String kind) {
    return new Candidate(value, value, kind, null, null, null, true);
  }

  /** Where the identifier before the cursor begins. */
  private static int wordStart(String word) {
    int start = word.length();
    while (start > 0) {
      char sign = word.charAt(start - 1);
      if (!Character.isLetterOrDigit(sign) && "_.$\\?".indexOf(sign) < 0) {
        break;
      }
      start--;
    }
    return start;
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
