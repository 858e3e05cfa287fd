package io.orbit.protocol.postgres;

import io.orbit.api.query.Batch;
import io.orbit.api.query.ColumnVector;
import io.orbit.api.query.Execution;
import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The engine, with a few statements of its own: {@code canned copy in}, {@code canned copy out}
 * (what came in), {@code canned inline} (a row with the name of the thread), {@code canned notice}.
 */
final class CannedStatements implements Statements {
  private final Statements engine;
  private final ByteArrayOutputStream copied = new ByteArrayOutputStream();
  private final List<Notice> notices = new ArrayList<>();

  CannedStatements(Statements engine) {
    this.engine = engine;
  }

  private record Canned(String text, Execution.Kind kind, boolean runsInline)
      implements PreparedStatement {
    static final List<ResultColumn> COLUMN =
        List.of(new ResultColumn("thread", DataType.TEXT, 0, 0));

    @Override
    public List<DataType> parameterTypes() {
      return List.of();
    }

    @Override
    public List<ResultColumn> columns() {
      return returnsRows() ? COLUMN : List.of();
    }

    @Override
    public boolean returnsRows() {
      return kind == Execution.Kind.ROWS;
    }

    @Override
    public boolean isEmpty() {
      return false;
    }

    @Override
    public boolean endsTransaction() {
      return false;
    }
  }

  private static @Nullable Canned canned(String text) {
    return switch (text) {
      case "canned copy in" -> new Canned(text, Execution.Kind.COPY_IN, false);
      case "canned copy out" -> new Canned(text, Execution.Kind.COPY_OUT, false);
      case "canned inline" -> new Canned(text, Execution.Kind.ROWS, true);
      case "canned notice" -> new Canned(text, Execution.Kind.COMMAND, false);
      default -> null;
    };
  }

  @Override
  public List<String> languages() {
    return engine.languages();
  }

  @Override
  public List<ParsedStatement> parse(String language, String text) {
    return engine.parse(language, text);
  }

  @Override
  public PreparedStatement prepare(
      Session session, String language, String text, List<DataType> parameterTypes) {
    Canned canned = canned(text);
    return canned == null ? engine.prepare(session, language, text, parameterTypes) : canned;
  }

  @Override
  public PreparedStatement prepare(
      Session session,
      String language,
      String text,
      ParsedStatement statement,
      List<DataType> parameterTypes) {
    return engine.prepare(session, language, text, statement, parameterTypes);
  }

  @Override
  public Iterator<PreparedStatement> script(Session session, String language, String text) {
    Canned canned = canned(text);
    return canned == null
        ? engine.script(session, language, text)
        : List.<PreparedStatement>of(canned).iterator();
  }

  @Override
  public @Nullable PreparedStatement preparedAtHand(
      Session session, String language, String text, List<DataType> parameterTypes) {
    return canned(text) == null
        ? engine.preparedAtHand(session, language, text, parameterTypes)
        : null;
  }

  @Override
  public Optional<List<ResultColumn>> cursorColumns(Session session, String name) {
    return engine.cursorColumns(session, name);
  }

  @Override
  public @Nullable Execution executeInline(
      Session session, PreparedStatement statement, List<? extends @Nullable Object> parameters) {
    return statement instanceof Canned
        ? execute(session, statement, parameters)
        : engine.executeInline(session, statement, parameters);
  }

  @Override
  public Execution execute(
      Session session, PreparedStatement statement, List<? extends @Nullable Object> parameters) {
    if (!(statement instanceof Canned canned)) {
      return engine.execute(session, statement, parameters);
    }
    if (canned.kind() == Execution.Kind.COMMAND) {
      notices.add(new Notice("NOTICE", "00000", "take notice", "a detail", null));
    }
    return new CannedExecution(canned.kind());
  }

  @Override
  public long endImplicit(Session session, boolean commit) {
    return engine.endImplicit(session, commit);
  }

  @Override
  public List<Notice> takeNotices(Session session) {
    List<Notice> taken = List.copyOf(notices);
    notices.clear();
    return taken;
  }

  @Override
  public List<String> takeChangedSettings(Session session) {
    return engine.takeChangedSettings(session);
  }

  @Override
  public void set(Session session, String name, String value) {
    engine.set(session, name, value);
  }

  @Override
  public @Nullable String setting(Session session, String name) {
    return engine.setting(session, name);
  }

  @Override
  public String registeredName(Session session, TypeKind type, long oid) {
    return engine.registeredName(session, type, oid);
  }

  @Override
  public long registeredOid(Session session, TypeKind type, String text) {
    return engine.registeredOid(session, type, text);
  }

  @Override
  public Optional<DataType> userType(Session session, long oid) {
    return engine.userType(session, oid);
  }

  private final class CannedExecution implements Execution {
    private final Kind kind;
    private final Iterator<String> lines;
    private long count;

    CannedExecution(Kind kind) {
      this.kind = kind;
      this.lines =
          kind == Kind.COPY_OUT
              ? copied.toString(StandardCharsets.UTF_8).lines().iterator()
              : List.<String>of().iterator();
    }

    @Override
    public Kind kind() {
      return kind;
    }

    @Override
    public @Nullable Batch next(int maximumRows) {
      if (kind != Kind.ROWS || count > 0) {
        return null;
      }
      count++;
      return new ThreadName();
    }

    @Override
    public String tag() {
      return switch (kind) {
        case ROWS -> "SELECT";
        case COMMAND -> "NOTICE";
        case COPY_IN, COPY_OUT -> "COPY";
      };
    }

    @Override
    public long count() {
      return kind == Kind.COMMAND ? -1 : count;
    }

    @Override
    public int copyColumns() {
      return 2;
    }

    @Override
    public boolean copyBinary() {
      return false;
    }

    @Override
    public void copyData(byte[] data, int offset, int length) {
      copied.write(data, offset, length);
    }

    @Override
    public void copyDone() {
      count = copied.toString(StandardCharsets.UTF_8).lines().count();
    }

    @Override
    public byte @Nullable [] nextCopyData() {
      if (!lines.hasNext()) {
        return null;
      }
      count++;
      return (lines.next() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {}
  }

  private record ThreadName() implements Batch, ColumnVector {
    @Override
    public int rows() {
      return 1;
    }

    @Override
    public ColumnVector column(int index) {
      return this;
    }

    @Override
    public boolean isNull(int row) {
      return false;
    }

    @Override
    public long getLong(int row) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double getDouble(int row) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object get(int row) {
      return Thread.currentThread().isVirtual() ? "virtual" : "loop";
    }
  }
}
