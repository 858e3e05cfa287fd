package io.orbit.query.copy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.security.Session;
import org.jspecify.annotations.Nullable;

/** COPY FROM STDIN as an execution: the client's data goes to a sink, errors fail the session. */
final class CopyIn implements Execution {
  /** Takes data cut anywhere. */
  interface Sink {
    void data(byte[] data, int offset, int length);

    void done();
  }

  private final Session session;
  private final CopyTarget target;
  private final Sink sink;
  private final boolean binary;

  CopyIn(Session session, CopyTarget target, Sink sink, boolean binary) {
    this.session = session;
    this.target = target;
    this.sink = sink;
    this.binary = binary;
  }

  @Override
  public Kind kind() {
    return Kind.COPY_IN;
  }

  @Override
  public @Nullable Batch next(int maximumRows) {
    return null;
  }

  @Override
  public String tag() {
    return "COPY";
  }

  @Override
  public long count() {
    return target.inserted();
  }

  @Override
  public int copyColumns() {
    return target.fields();
  }

  @Override
  public boolean copyBinary() {
    return binary;
  }

  @Override
  public void copyData(byte[] data, int offset, int length) {
    guarded(() -> sink.data(data, offset, length));
  }

  @Override
  public void copyDone() {
    guarded(
        () -> {
          sink.done();
          target.finish();
        });
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException failure) {
      if (session.inExplicitTransaction() && !session.isFailed()) {
        session.fail();
      }
      throw failure instanceof OrbitException
          ? failure
          : new OrbitException(
              ErrorCode.INTERNAL_ERROR, "internal error in COPY: " + failure, failure);
    }
  }

  @Override
  public byte @Nullable [] nextCopyData() {
    throw new IllegalStateException("COPY FROM");
  }

  @Override
  public void close() {}
}
