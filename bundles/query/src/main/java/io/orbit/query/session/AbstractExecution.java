package io.orbit.query.session;

import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import org.jspecify.annotations.Nullable;

/** An execution that has no data phase of COPY unless it says so. */
abstract class AbstractExecution implements Execution {
  @Override
  public @Nullable Batch next(int maximumRows) {
    return null;
  }

  @Override
  public int copyColumns() {
    throw new IllegalStateException("no COPY");
  }

  @Override
  public boolean copyBinary() {
    throw new IllegalStateException("no COPY");
  }

  @Override
  public void copyData(byte[] data, int offset, int length) {
    throw new IllegalStateException("no COPY");
  }

  @Override
  public void copyDone() {
    throw new IllegalStateException("no COPY");
  }

  @Override
  public byte @Nullable [] nextCopyData() {
    throw new IllegalStateException("no COPY");
  }

  @Override
  public void close() {}
}
