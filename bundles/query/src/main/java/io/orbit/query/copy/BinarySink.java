package io.orbit.query.copy;

import io.orbit.api.error.OrbitException;
import io.orbit.query.function.ValueLimit;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows from COPY's binary format. One thread. */
final class BinarySink implements CopyIn.Sink {
  private static final int HAS_OIDS = 1 << 16;
  private static final int HEADER_BYTES = BinaryEncoder.SIGNATURE.length + 8;

  private final CopyTarget target;
  private byte[] pending = new byte[64 * 1024];
  private int start;
  private int limit;
  private boolean headerRead;
  private boolean ended;
  private long rowNumber;
  private int columnAtWork = -1;

  BinarySink(CopyTarget target) {
    this.target = target;
  }

  @Override
  public void data(byte[] data, int offset, int length) {
    append(data, offset, length);
    try {
      if (headerRead || header()) {
        headerRead = true;
        while (!ended && tuple()) {
          columnAtWork = -1;
        }
      }
      if (ended && start < limit) {
        throw CopyErrors.format("received copy data after EOF marker");
      }
    } catch (OrbitException problem) {
      throw CopyErrors.in(problem, context());
    }
  }

  private String context() {
    String place = "COPY " + target.tableName() + ", line " + rowNumber;
    return columnAtWork < 0 ? place : place + ", column " + target.column(columnAtWork).name();
  }

  @Override
  public void done() {
    if (!headerRead) {
      throw CopyErrors.format("COPY file signature not recognized");
    }
    if (start < limit) {
      throw CopyErrors.format("unexpected EOF in COPY data");
    }
  }

  private void append(byte[] data, int offset, int length) {
    if (limit + length > pending.length) {
      int kept = limit - start;
      ValueLimit.require(kept + (long) length);
      byte[] wider =
          kept + length > pending.length
              ? new byte[Math.max(pending.length * 2, kept + length)]
              : pending;
      System.arraycopy(pending, start, wider, 0, kept);
      pending = wider;
      start = 0;
      limit = kept;
    }
    System.arraycopy(data, offset, pending, limit, length);
    limit += length;
  }

  /** False while the header is not wholly there. */
  private boolean header() {
    int known = Math.min(limit - start, BinaryEncoder.SIGNATURE.length);
    if (!Arrays.equals(pending, start, start + known, BinaryEncoder.SIGNATURE, 0, known)) {
      throw CopyErrors.format("COPY file signature not recognized");
    }
    if (limit - start < HEADER_BYTES) {
      return false;
    }
    ByteBuffer in = ByteBuffer.wrap(pending);
    int flags = in.getInt(start + BinaryEncoder.SIGNATURE.length);
    if ((flags & HAS_OIDS) != 0) {
      throw CopyErrors.format("invalid COPY file header (WITH OIDS)");
    }
    if (flags >>> 16 != 0) {
      throw CopyErrors.format("unrecognized critical flags in COPY file header");
    }
    int extension = in.getInt(start + BinaryEncoder.SIGNATURE.length + 4);
    if (extension < 0) {
      throw CopyErrors.format("invalid COPY file header (missing length)");
    }
    if (limit - start - HEADER_BYTES < extension) {
      return false;
    }
    start += HEADER_BYTES + extension;
    return true;
  }

  /** Reads a row; false when it is not wholly there. */
  private boolean tuple() {
    ByteBuffer in = ByteBuffer.wrap(pending, start, limit - start);
    if (in.remaining() < 2) {
      return false;
    }
    int count = in.getShort();
    if (count == -1) {
      ended = true;
      start += 2;
      return true;
    }
    if (count != target.fields()) {
      rowNumber++;
      throw CopyErrors.format("row field count is " + count + ", expected " + target.fields());
    }
    int end = end(in.position(), count);
    if (end < 0) {
      return false;
    }
    rowNumber++;
    @Nullable Object[] row = target.row();
    for (int i = 0; i < count; i++) {
      columnAtWork = i;
      int length = in.getInt();
      target.set(
          row,
          i,
          length < 0
              ? null
              : BinaryValues.read(BinaryValues.next(in, length), target.column(i).type()));
    }
    columnAtWork = -1;
    target.insert(row);
    start = end;
    return true;
  }

  /** Where the row's fields end, −1 when they are not wholly there. */
  private int end(int from, int count) {
    ByteBuffer in = ByteBuffer.wrap(pending);
    int at = from;
    for (int i = 0; i < count; i++) {
      if (limit - at < 4) {
        return -1;
      }
      int length = in.getInt(at);
      if (length < -1) {
        throw CopyErrors.format("invalid field size");
      }
      at += 4;
      if (limit - at < Math.max(length, 0)) {
        return -1;
      }
      at += Math.max(length, 0);
    }
    return at;
  }
}
