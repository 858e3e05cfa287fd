package io.orbit.protocol.rest.resource;

import io.orbit.api.catalog.Collection;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.storage.StorageMove;
import io.orbit.protocol.rest.RestServices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The moves of tables from engine to engine that were asked for by REST, each on a virtual thread
 * in a session of its user's: what it runs is {@code ALTER TABLE … SET ACCESS METHOD}. Those that
 * have ended are remembered for a while. Thread-safe.
 */
final class EngineMoves {
  private static final int REMEMBERED = 100;
  private static final String SQL = "sql";

  private final RestServices services;
  private final Map<String, Move> moves = new LinkedHashMap<>();
  private long last;

  /** One move. Its own thread changes it. */
  private static final class Move {
    final String id;
    final Table table;
    final String engine;
    final Session session;
    final Instant startedAt = Instant.now();
    volatile String state = "running";
    volatile long copied;
    volatile long total;
    volatile boolean canceled;
    volatile @Nullable String problem;

    Move(String id, Table table, String engine, Session session) {
      this.id = id;
      this.table = table;
      this.engine = engine;
      this.session = session;
    }
  }

  /** What is moved. */
  record Table(String database, String schema, Collection collection) {}

  EngineMoves(RestServices services) {
    this.services = services;
  }

  /** Begins to move a table. */
  EngineMove start(Session caller, Table table, String engine) {
    Session session =
        services
            .sessions()
            .open(
                new SessionRequest(
                    caller.principal().name(), table.database, "rest", "local", true, "move"));
    Move move;
    synchronized (moves) {
      move = new Move(Long.toString(++last), table, engine, session);
      moves.put(move.id, move);
      forgetOldest();
    }
    Thread.ofVirtual().name("orbit-move-" + move.id).start(() -> run(move));
    return describe(move);
  }

  private void forgetOldest() {
    var all = moves.values().iterator();
    while (moves.size() > REMEMBERED && all.hasNext()) {
      if (!all.next().state.equals("running")) {
        all.remove();
      }
    }
  }

  private void run(Move move) {
    String end = "failed";
    try (Session session = move.session) {
      execute(
          session,
          "ALTER TABLE "
              + quoted(move.table.schema)
              + "."
              + quoted(move.table.collection.name())
              + " SET ACCESS METHOD "
              + quoted(move.engine));
      move.copied = move.total;
      end = "done";
    } catch (OrbitException failure) {
      move.problem = failure.getMessage();
      end = move.canceled ? "canceled" : "failed";
    } finally {
      move.state = end;
    }
  }

  /** Says into which engine a database's new tables go. */
  void setDefault(Session caller, String database, String engine) {
    execute(
        caller,
        "ALTER DATABASE "
            + quoted(database)
            + " SET default_table_access_method = "
            + quoted(engine));
  }

  private void execute(Session session, String text) {
    session.beginStatement(0);
    session.setActivity("active", text);
    long timestamp = 0;
    boolean done = false;
    try {
      PreparedStatement prepared = services.statements().prepare(session, SQL, text, List.of());
      try (Execution execution = services.statements().execute(session, prepared, List.of())) {
        done = execution.next(1) == null;
      }
    } finally {
      timestamp = services.statements().endImplicit(session, done);
      session.setActivity("idle", "");
    }
    services.awaitDurable(timestamp);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  List<EngineMove> list() {
    List<Move> all;
    synchronized (moves) {
      all = new ArrayList<>(moves.values());
    }
    return all.stream().map(this::describe).toList();
  }

  EngineMove find(String id) {
    return describe(require(id));
  }

  private Move require(String id) {
    synchronized (moves) {
      Move move = moves.get(id);
      if (move == null) {
        throw Inputs.unknown("move", id);
      }
      return move;
    }
  }

  /** Asks a move to stop; one that has ended stays as it is. */
  void cancel(String id) {
    Move move = require(id);
    if (move.state.equals("running")) {
      move.canceled = true;
      move.session.cancel(Session.CancelReason.USER_REQUEST);
    }
  }

  /** Forgets a move that has ended. */
  void delete(String id) {
    if (require(id).state.equals("running")) {
      throw new OrbitException(ErrorCode.OBJECT_IN_USE, "the move is running; cancel it first");
    }
    synchronized (moves) {
      moves.remove(id);
    }
  }

  private EngineMove describe(Move move) {
    for (StorageMove now : services.store().moves()) {
      if (now.space() == move.table.collection.space() && now.to().equals(move.engine)) {
        move.copied = now.copied();
        move.total = now.total();
      }
    }
    return new EngineMove(
        move.id,
        move.table.database,
        move.table.schema,
        move.table.collection.name(),
        move.engine,
        move.state,
        move.copied,
        move.total,
        move.startedAt.toString(),
        move.problem);
  }
}
