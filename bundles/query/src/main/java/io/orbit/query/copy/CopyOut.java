package io.orbit.query.copy;

import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.query.execute.RowBatch;
import org.jspecify.annotations.Nullable;

/** COPY TO STDOUT as an execution: a query's rows, encoded one by one as they are asked for. */
final class CopyOut implements Execution {
  private enum Stage {
    HEADER,
    ROWS,
    TRAILER,
    END
  }

  private final Execution rows;
  private final RowEncoder encoder;
  private final int columns;
  private final boolean binary;
  private Stage stage = Stage.HEADER;
  private @Nullable Batch batch;
  private int row;
  private long count;

  CopyOut(Execution rows, RowEncoder encoder, int columns, boolean binary) {
    this.rows = rows;
    this.encoder = encoder;
    this.columns = columns;
    this.binary = binary;
  }

  @Override
  public Kind kind() {
    return Kind.COPY_OUT;
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
    return count;
  }

  @Override
  public int copyColumns() {
    return columns;
  }

  @Override
  public boolean copyBinary() {
    return binary;
  }

  @Override
  public void copyData(byte[] data, int offset, int length) {
    throw new IllegalStateException("COPY TO");
  }

  @Override
  public void copyDone() {
    throw new IllegalStateException("COPY TO");
  }

  @Override
  public byte @Nullable [] nextCopyData() {
    if (stage == Stage.HEADER) {
      stage = Stage.ROWS;
      byte[] header = encoder.header();
      if (header.length > 0) {
        return header;
      }
    }
    if (stage == Stage.ROWS) {
      Batch current = batch;
      if (current == null || row == current.rows()) {
        current = rows.next(RowBatch.TARGET_ROWS);
        batch = current;
        row = 0;
      }
      if (current != null) {
        count++;
        return encoder.row(current, row++);
      }
      stage = Stage.TRAILER;
    }
    if (stage == Stage.TRAILER) {
      stage = Stage.END;
      byte[] trailer = encoder.trailer();
      if (trailer.length > 0) {
        return trailer;
      }
    }
    return null;
  }

  @Override
  public void close() {
    rows.close();
  }
}
