package io.orbit.query.session;

import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.Statements.Notice;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.query.execute.QueryServices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the query engine remembers of a session. One thread at a time. */
public final class SessionState {
  private static final int MOST_INLINE_CHANGES = 100;

  private final Session session;
  private final List<Notice> notices = new ArrayList<>();
  private final List<String> changedSettings = new ArrayList<>();
  private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>();
  private final Map<String, Cursor> cursors = new HashMap<>();
  private final SettingScopes settings;
  private final SavepointNames savepoints = new SavepointNames();
  private final Set<Long> emptiedOnCommit = new HashSet<>(0);
  private long lastCommit;
  private boolean statementRan;
  private int inlineChanges;
  private boolean ranElsewhere;
  private long transaction = -1;
  private long transactionMicros;

  SessionState(Session session) {
    this.session = session;
    settings = new SettingScopes(session, changedSettings);
  }

  Session session() {
    return session;
  }

  /** Tells the client something that is no error. */
  public void notice(String severity, String sqlState, String message) {
    notices.add(new Notice(severity, sqlState, message, null, null));
  }

  /** The same with a detail. */
  public void notice(String severity, String sqlState, String message, String detail) {
    notices.add(new Notice(severity, sqlState, message, detail, null));
  }

  /** The same with all its parts. */
  void notice(Notice notice) {
    notices.add(notice);
  }

  List<Notice> takeNotices() {
    return take(notices);
  }

  List<String> takeChangedSettings() {
    return take(changedSettings);
  }

  private static <T> List<T> take(List<T> list) {
    if (list.isEmpty()) {
      return List.of();
    }
    List<T> taken = List.copyOf(list);
    list.clear();
    return taken;
  }

  Map<String, PreparedStatement> prepared() {
    return prepared;
  }

  /** A statement that PREPARE named. */
  public record Named(String name, String text, List<io.orbit.api.value.DataType> types) {}

  /** What PREPARE named, by name. */
  public List<Named> preparedStatements() {
    return prepared.entrySet().stream()
        .map(
            entry ->
                new Named(
                    entry.getKey(),
                    ((Prepared) entry.getValue()).text(),
                    entry.getValue().parameterTypes()))
        .toList();
  }

  /** A declared cursor. */
  public record OpenCursor(String name, String text, boolean hold) {}

  /** The cursors that are open. */
  public List<OpenCursor> openCursors() {
    return cursors.entrySet().stream()
        .map(
            entry ->
                new OpenCursor(entry.getKey(), entry.getValue().text(), entry.getValue().isHeld()))
        .toList();
  }

  Map<String, Cursor> cursors() {
    return cursors;
  }

  SettingScopes settings() {
    return settings;
  }

  SavepointNames savepoints() {
    return savepoints;
  }

  /** Ids of temporary tables that are empty after each transaction. */
  Set<Long> emptiedOnCommit() {
    return emptiedOnCommit;
  }

  /** Cursors that outlive the transaction read their rest now. */
  void beforeCommit(QueryServices services) {
    TemporaryTables.empty(services, session, emptiedOnCommit);
    cursors.values().stream().filter(Cursor::isHeld).forEach(Cursor::materialize);
  }

  /** A COMMIT's timestamp: what it acknowledges is durable only when that is. */
  void committed(long timestamp) {
    lastCommit = Math.max(lastCommit, timestamp);
  }

  /** The newest COMMIT not yet asked about, or 0. */
  long takeLastCommit() {
    long timestamp = lastCommit;
    lastCommit = 0;
    return timestamp;
  }

  /**
   * When a transaction began: when this was asked first.
   *
   * @param now microseconds since 1970
   */
  long beginOf(Transaction asked, long now) {
    if (asked.id() != transaction) {
      transaction = asked.id();
      transactionMicros = now;
    }
    return transactionMicros;
  }

  /** A statement ran in the transaction: its isolation is settled. */
  void ranStatement() {
    statementRan = true;
  }

  boolean hasRunStatement() {
    return statementRan;
  }

  /** A statement changed a record in the transaction, on an event loop. */
  void changedInline() {
    inlineChanges++;
  }

  /** A statement ran in the transaction that was not known to be short. */
  void ranElsewhere() {
    ranElsewhere = true;
  }

  /** True when the transaction is so small that an event loop may end it. */
  boolean endsShortly() {
    return emptiedOnCommit.isEmpty() && !ranElsewhere && inlineChanges <= MOST_INLINE_CHANGES;
  }

  /** The transaction is over. */
  void transactionEnded(boolean committed) {
    settings.transactionEnded(committed);
    savepoints.clear();
    statementRan = false;
    inlineChanges = 0;
    ranElsewhere = false;
    cursors.values().removeIf(cursor -> cursor.transactionEnded(committed));
  }
}
