package io.orbit.protocol.rest;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of JSON is read into memory, so it must not be larger than that bears. */
final class BodyLimit implements ContainerRequestFilter {
  static final int MOST_BYTES = 16 << 20;

  @Override
  public void filter(ContainerRequestContext request) {
    MediaType type = request.getMediaType();
    if (type != null && type.getSubtype().endsWith("json")) {
      if (request.getLength() > MOST_BYTES) {
        throw tooLarge();
      }
      request.setEntityStream(new Limited(request.getEntityStream()));
    }
  }

  private static OrbitException tooLarge() {
    return new OrbitException(
        ErrorCode.PROGRAM_LIMIT_EXCEEDED, "a body has at most " + MOST_BYTES + " bytes");
  }

  private static final class Limited extends FilterInputStream {
    private int left = MOST_BYTES;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      take(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      take(Math.max(0, count));
      return count;
    }

    private void take(int count) {
      left -= count;
      if (left < 0) {
        throw tooLarge();
      }
    }
  }
}
