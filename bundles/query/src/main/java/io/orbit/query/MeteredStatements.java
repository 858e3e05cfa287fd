package io.orbit.query;

import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.Metrics.Counter;
import io.orbit.api.ops.Metrics.Histogram;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.session.StatementEngine;
import io.orbit.query.statistics.StatementStatistics;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Statements that are counted and timed, by the protocol they came by: {@code
 * orbit_db_queries_total}, {@code orbit_db_query_duration_seconds}, {@code
 * orbit_db_query_failures_total}. The time is that in which the engine worked, not that in which a
 * client took its time to fetch. Thread-safe.
 */
final class MeteredStatements implements Statements {
  private final Statements statements;
  private final Metrics metrics;
  private final SlowLog slow;
  private final StatementStatistics statistics;
  private final Map<String, Figures> protocols = new ConcurrentHashMap<>();

  /** One protocol's figures. */
  private record Figures(Counter queries, Counter failures, Histogram duration) {}

  MeteredStatements(
      Statements statements, Metrics metrics, SlowLog slow, StatementStatistics statistics) {
    this.statements = statements;
    this.metrics = metrics;
    this.slow = slow;
    this.statistics = statistics;
  }

  /** The text without literals where the engine has it, else what the session shows. */
  private static String text(Session session, PreparedStatement statement) {
    String planned = StatementEngine.plannedText(statement);
    return planned == null ? session.activity().statement() : planned;
  }

  private MeteredExecution metered(
      Session session,
      PreparedStatement statement,
      Execution execution,
      Figures figures,
      long begin) {
    return new MeteredExecution(
        execution,
        new Ended(figures, slow, statistics, session, text(session, statement)),
        System.nanoTime() - begin);
  }

  private Figures figures(Session session) {
    String protocol = session.request().protocol();
    Figures known = protocols.get(protocol);
    return known != null ? known : protocols.computeIfAbsent(protocol, this::register);
  }

  private Figures register(String protocol) {
    return new Figures(
        metrics.counter("orbit_db_queries_total", "Statements begun.", "protocol", protocol),
        metrics.counter("orbit_db_query_failures_total", "Of them, failed.", "protocol", protocol),
        metrics.histogram(
            "orbit_db_query_duration_seconds",
            "Time in which the engine worked on a statement.",
            "protocol",
            protocol));
  }

  @Override
  public Execution execute(
      Session session, PreparedStatement statement, List<? extends @Nullable Object> parameters) {
    Figures figures = figures(session);
    figures.queries.increment();
    long begin = System.nanoTime();
    try {
      Execution execution = statements.execute(session, statement, parameters);
      return metered(session, statement, execution, figures, begin);
    } catch (RuntimeException failure) {
      long worked = System.nanoTime() - begin;
      figures.failures.increment();
      figures.duration.record(worked);
      slow.ended(session, worked, -1, true);
      throw failure;
    }
  }

  @Override
  public @Nullable Execution executeInline(
      Session session, PreparedStatement statement, List<? extends @Nullable Object> parameters) {
    long begin = System.nanoTime();
    Execution execution = statements.executeInline(session, statement, parameters);
    if (execution == null) {
      return null;
    }
    Figures figures = figures(session);
    figures.queries.increment();
    return metered(session, statement, execution, figures, begin);
  }

  /** Whom the end of a statement is told. */
  private record Ended(
      Figures figures, SlowLog slow, StatementStatistics statistics, Session session, String text) {
    void tell(long nanos, long rows, boolean failed) {
      figures.duration.record(nanos);
      slow.ended(session, nanos, failed ? -1 : rows, failed);
      if (!failed && !text.isEmpty() && !session.isClosed()) {
        statistics.ended(session, text, nanos, rows);
      }
    }
  }

  private static final class MeteredExecution implements Execution {
    private final Execution execution;
    private final Ended end;
    private long worked;
    private boolean failed;
    private boolean closed;

    MeteredExecution(Execution execution, Ended end, long worked) {
      this.execution = execution;
      this.end = end;
      this.worked = worked;
    }

    @Override
    public Kind kind() {
      return execution.kind();
    }

    @Override
    public @Nullable Batch next(int maximumRows) {
      long begin = System.nanoTime();
      try {
        return execution.next(maximumRows);
      } catch (RuntimeException failure) {
        end.figures().failures.increment();
        failed = true;
        throw failure;
      } finally {
        worked += System.nanoTime() - begin;
      }
    }

    @Override
    public String tag() {
      return execution.tag();
    }

    @Override
    public long count() {
      return execution.count();
    }

    @Override
    public int copyColumns() {
      return execution.copyColumns();
    }

    @Override
    public boolean copyBinary() {
      return execution.copyBinary();
    }

    @Override
    public void copyData(byte[] data, int offset, int length) {
      long begin = System.nanoTime();
      try {
        execution.copyData(data, offset, length);
      } finally {
        worked += System.nanoTime() - begin;
      }
    }

    @Override
    public void copyDone() {
      long begin = System.nanoTime();
      try {
        execution.copyDone();
      } finally {
        worked += System.nanoTime() - begin;
      }
    }

    @Override
    public byte @Nullable [] nextCopyData() {
      long begin = System.nanoTime();
      try {
        return execution.nextCopyData();
      } finally {
        worked += System.nanoTime() - begin;
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        end.tell(worked, failed ? -1 : execution.count(), failed);
      }
      execution.close();
    }
  }

  // ---- as they are

  @Override
  public List<String> languages() {
    return statements.languages();
  }

  @Override
  public List<ParsedStatement> parse(String language, String text) {
    return statements.parse(language, text);
  }

  @Override
  public PreparedStatement prepare(
      Session session, String language, String text, List<DataType> parameterTypes) {
    return statements.prepare(session, language, text, parameterTypes);
  }

  @Override
  public PreparedStatement prepare(
      Session session,
      String language,
      String text,
      ParsedStatement statement,
      List<DataType> parameterTypes) {
    return statements.prepare(session, language, text, statement, parameterTypes);
  }

  @Override
  public @Nullable PreparedStatement preparedAtHand(
      Session session, String language, String text, List<DataType> parameterTypes) {
    return statements.preparedAtHand(session, language, text, parameterTypes);
  }

  @Override
  public Iterator<PreparedStatement> script(Session session, String language, String text) {
    return statements.script(session, language, text);
  }

  @Override
  public Optional<List<ResultColumn>> cursorColumns(Session session, String name) {
    return statements.cursorColumns(session, name);
  }

  @Override
  public long endImplicit(Session session, boolean commit) {
    return statements.endImplicit(session, commit);
  }

  @Override
  public List<Notice> takeNotices(Session session) {
    return statements.takeNotices(session);
  }

  @Override
  public List<String> takeChangedSettings(Session session) {
    return statements.takeChangedSettings(session);
  }

  @Override
  public void set(Session session, String name, String value) {
    statements.set(session, name, value);
  }

  @Override
  public @Nullable String setting(Session session, String name) {
    return statements.setting(session, name);
  }

  @Override
  public String registeredName(Session session, TypeKind type, long oid) {
    return statements.registeredName(session, type, oid);
  }

  @Override
  public long registeredOid(Session session, TypeKind type, String text) {
    return statements.registeredOid(session, type, text);
  }

  @Override
  public Optional<DataType> userType(Session session, long oid) {
    return statements.userType(session, oid);
  }
}
