package io.orbit.transfer;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session in which SQL runs, statement by statement. One thread, which may block. */
public final class SqlSession implements AutoCloseable {
  private static final String LANGUAGE = "sql";
  private static final int BATCH_ROWS = 1024;

  private final Session session;
  private final Statements statements;
  private final Store store;

  /** Takes the rows of a query. */
  public interface Rows {
    void row(@Nullable Object[] values) throws IOException;
  }

  /** Takes the data of COPY FROM STDIN. */
  public interface CopyData {
    void write(byte[] data, int offset, int length);
  }

  /** Gives the data of COPY FROM STDIN. */
  public interface CopySource {
    void send(CopyData to) throws IOException;
  }

  public SqlSession(Session session, Statements statements, Store store) {
    this.session = session;
    this.statements = statements;
    this.store = store;
  }

  public Session session() {
    return session;
  }

  public Transaction begin(TransactionOptions options) {
    begun("BEGIN");
    return session.begin(options, true);
  }

  private void begun(String text) {
    session.beginStatement(0);
    session.setActivity("active", text);
  }

  /** Commits, and waits until it is on the disk. */
  public void commit() {
    awaitDurable(session.commit());
    session.setActivity("idle", "");
  }

  private void awaitDurable(long timestamp) {
    if (timestamp != 0 && store.durable(timestamp) instanceof Wait wait) {
      wait.await(0);
    }
  }

  /** Runs one statement in the open transaction, or in one of its own, which it commits. */
  public void run(String text) {
    begun(text);
    boolean done = false;
    try {
      PreparedStatement prepared = statements.prepare(session, LANGUAGE, text, List.of());
      finish(prepared);
      done = true;
    } finally {
      endImplicit(done);
    }
  }

  private void finish(PreparedStatement prepared) {
    try (Execution execution = statements.execute(session, prepared, List.of())) {
      Batch batch;
      do {
        batch = execution.next(BATCH_ROWS);
      } while (batch != null);
    }
  }

  private void endImplicit(boolean done) {
    if (!session.inExplicitTransaction()) {
      awaitDurable(statements.endImplicit(session, done));
    }
  }

  /** Runs all statements of a text in the open transaction. */
  public void script(String text) {
    begun(text);
    Iterator<PreparedStatement> all = statements.script(session, LANGUAGE, text);
    while (all.hasNext()) {
      PreparedStatement next = all.next();
      if (!next.isEmpty()) {
        session.checkCanceled();
        finish(next);
      }
    }
  }

  /** Runs a query and shows its rows one by one. */
  public void query(String text, Rows rows) throws IOException {
    begun(text);
    boolean done = false;
    try {
      PreparedStatement prepared = statements.prepare(session, LANGUAGE, text, List.of());
      int columns = prepared.columns().size();
      try (Execution execution = statements.execute(session, prepared, List.of())) {
        for (Batch batch = execution.next(BATCH_ROWS);
            batch != null;
            batch = execution.next(BATCH_ROWS)) {
          session.checkCanceled();
          show(batch, columns, rows);
        }
      }
      done = true;
    } finally {
      endImplicit(done);
    }
  }

  private static void show(Batch batch, int columns, Rows rows) throws IOException {
    for (int row = 0; row < batch.rows(); row++) {
      @Nullable Object[] values = new Object[columns];
      for (int column = 0; column < columns; column++) {
        values[column] = batch.column(column).get(row);
      }
      rows.row(values);
    }
  }

  /** Runs COPY … FROM STDIN in the open transaction; answers how many rows came. */
  public long copy(String text, CopySource source) throws IOException {
    begun(text);
    PreparedStatement prepared = statements.prepare(session, LANGUAGE, text, List.of());
    try (Execution execution = statements.execute(session, prepared, List.of())) {
      if (execution.kind() != Execution.Kind.COPY_IN) {
        throw new OrbitException(ErrorCode.INTERNAL_ERROR, "not a COPY FROM STDIN: " + text);
      }
      source.send(
          (data, offset, length) -> {
            session.checkCanceled();
            execution.copyData(data, offset, length);
          });
      execution.copyDone();
      return execution.count();
    }
  }

  /** Rolls back what is open. */
  public void rollback() {
    session.rollback();
    session.setActivity("idle", "");
  }

  @Override
  public void close() {
    session.close();
  }
}
