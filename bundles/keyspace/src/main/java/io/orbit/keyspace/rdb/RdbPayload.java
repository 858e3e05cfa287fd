package io.orbit.keyspace.rdb;

import io.orbit.api.keyspace.ByteRange;
import java.io.ByteArrayInputStream;

/** One value, as DUMP answers it and RESTORE takes it. */
public final class RdbPayload {
  /** The newest version that is read. */
  public static final int NEWEST_VERSION = 12;

  private static final int FOOTER = 10;

  private RdbPayload() {}

  public static byte[] write(RdbValue value) {
    RdbOutput out = new RdbOutput();
    out.fixed(new RdbValueWriter(out).write(value), 2);
    out.fixed(out.checksum(), 8);
    return out.toBytes();
  }

  /** Whether version and checksum are right. */
  public static boolean isIntact(ByteRange payload) {
    if (payload.length() < FOOTER) {
      return false;
    }
    int end = payload.length() - FOOTER;
    int version = payload.byteAt(end) & 0xFF | (payload.byteAt(end + 1) & 0xFF) << 8;
    if (version > NEWEST_VERSION) {
      return false;
    }
    byte[] bytes = payload.copy();
    RdbInput footer = new RdbInput(new ByteArrayInputStream(bytes, end + 2, 8));
    return Crc64.of(bytes, 0, end + 2) == footer.fixed(8);
  }

  /** The value of a payload that is intact; fails with BAD_COPY_FILE_FORMAT. */
  public static RdbValue read(ByteRange payload) {
    ByteArrayInputStream bytes =
        new ByteArrayInputStream(
            payload.array(), payload.offset(), Math.max(0, payload.length() - FOOTER));
    RdbInput in = new RdbInput(bytes);
    RdbValue value = new RdbValueReader(in).read(in.u8());
    if (bytes.available() > 0) {
      throw RdbErrors.broken("something stands behind the value");
    }
    return value;
  }
}
