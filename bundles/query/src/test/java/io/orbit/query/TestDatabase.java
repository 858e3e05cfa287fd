package io.orbit.query;

import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.ValueText;
import io.orbit.kernel.catalog.KernelCatalog;
import io.orbit.kernel.security.KernelSessions;
import io.orbit.kernel.security.SecurityClock;
import io.orbit.kernel.security.SecuritySettings;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.language.sql.SqlLanguage;
import io.orbit.query.execute.QueryMemory;
import io.orbit.query.execute.SessionText;
import io.orbit.query.optimize.Optimizer;
import io.orbit.query.segment.Segments;
import io.orbit.query.spill.SpillDirectory;
import io.orbit.query.type.TypeNames;
import io.orbit.records.RecordsComponent;
import io.orbit.storage.memory.MemoryEngineFactory;
import io.orbit.testkit.ops.RecordingMetrics;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The real kernel, records and query engine in this JVM, under a fresh folder. */
final class TestDatabase implements AutoCloseable {
  /** Few, so that a small table has several segments. */
  static final int SEGMENT_ROWS = 1000;

  private final OrbitStore store;
  private final KernelSessions sessions;
  private final QueryEngine engine;
  private final SpillDirectory spill;
  private final Segments segments;

  TestDatabase() {
    this(QueryMemory.ofHeap());
  }

  TestDatabase(QueryMemory memory) {
    this(memory, new Optimizer());
  }

  TestDatabase(QueryMemory memory, Optimizer optimizer) {
    Path directory = temporary();
    store =
        OrbitStore.open(
            StoreConfiguration.in(
                directory, new MemoryEngineFactory(), new SortedMapEngine.Factory("map")));
    KernelCatalog catalog = new KernelCatalog(store, "memory");
    SecuritySettings defaults = SecuritySettings.defaults(directory);
    sessions =
        new KernelSessions(
            store,
            catalog,
            new RecordingMetrics(),
            defaults,
            SecurityClock.SYSTEM,
            Optional.of("secret-secret-secret"),
            line -> {});
    RecordsComponent records = new RecordsComponent(store, catalog);
    spill = new SpillDirectory(directory.resolve("spill"));
    segments = new Segments(store, records, 64 << 20, SEGMENT_ROWS);
    engine =
        new QueryEngine(
            store, catalog, records, records, sessions, memory, spill, segments, optimizer);
    engine.add(new SqlLanguage());
    records.bindExpressions(engine.expressions());
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("orbit-query");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  QueryEngine engine() {
    return engine;
  }

  SpillDirectory spill() {
    return spill;
  }

  Segments segments() {
    return segments;
  }

  Statements statements() {
    return engine.statements();
  }

  Session session() {
    return session("orbit");
  }

  Session session(String user) {
    return sessions.open(new SessionRequest(user, "orbit", "test", "here", true, "test"));
  }

  /** Runs a text as a simple query; answers its results, each row as {@code a|b}. */
  List<String> run(Session session, String text) {
    List<String> lines = new ArrayList<>();
    try {
      Iterator<PreparedStatement> script = statements().script(session, "sql", text);
      while (script.hasNext()) {
        PreparedStatement statement = script.next();
        try (Execution execution = statements().execute(session, statement, List.of())) {
          for (Batch batch = execution.next(1000); batch != null; batch = execution.next(1000)) {
            add(session, statement, batch, lines);
          }
          if (!statement.returnsRows()) {
            lines.add(execution.tag() + (execution.count() < 0 ? "" : " " + execution.count()));
          }
        }
      }
      statements().endImplicit(session, true);
    } catch (OrbitException failure) {
      statements().endImplicit(session, false);
      lines.add("ERROR " + failure.code() + ": " + failure.getMessage());
    }
    return lines;
  }

  private void add(Session session, PreparedStatement statement, Batch batch, List<String> lines) {
    for (int row = 0; row < batch.rows(); row++) {
      List<String> values = new ArrayList<>();
      for (int column = 0; column < statement.columns().size(); column++) {
        Object value = batch.column(column).get(row);
        values.add(
            value == null ? "NULL" : text(session, value, statement.columns().get(column).type()));
      }
      lines.add(String.join("|", values));
    }
  }

  /** A regclass and its like is shown by name, as protocols do. */
  private String text(Session session, Object value, DataType type) {
    return switch (type.kind()) {
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          run(session, "SELECT " + value + "::" + TypeNames.display(type) + "::text").getFirst();
      default -> ValueText.format(value, type, SessionText.of(session, 0));
    };
  }

  @Override
  public void close() {
    segments.close();
    store.close();
  }
}
