package io.orbit.testkit.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.net.spi.Connection;
import io.orbit.net.spi.Protocol;
import io.orbit.net.spi.ProtocolSession;
import java.nio.charset.StandardCharsets;

/** Defined anew by a class loader of its own, as if it came in a bundle. */
public final class BundleProtocol implements Protocol {
  @Override
  public String name() {
    return "bundle";
  }

  @Override
  public int defaultPort() {
    return 0;
  }

  @Override
  public TlsStart tlsStart() {
    return TlsStart.FIRST_BYTES;
  }

  @Override
  public int unauthenticatedLimit() {
    return 1_024;
  }

  @Override
  public ProtocolSession open(Connection connection) {
    return new BundleSession(connection);
  }

  @Override
  public byte[] refusal(Refusal reason) {
    return new byte[0];
  }

  private static final class BundleSession implements ProtocolSession {
    private final Connection connection;
    private boolean busy;

    BundleSession(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void received(ByteBuf input) {
      while (!busy && connection.isWritable()) {
        int length = input.bytesBefore((byte) '\n');
        if (length < 0) {
          return;
        }
        String line = input.readCharSequence(length, StandardCharsets.UTF_8).toString();
        input.skipBytes(1);
        switch (line) {
          case "work" -> {
            busy = true;
            connection.offload(
                () -> connection.send(Unpooled.copiedBuffer("worked", StandardCharsets.UTF_8)),
                problem -> busy = false);
          }
          case "much" -> connection.output().writeBytes("m".repeat(5_000_000).getBytes());
          case "hold" -> {
            connection.output().writeByte('h');
            connection.flushAfter(new ManualWait());
          }
          default -> connection.output().writeCharSequence(line, StandardCharsets.UTF_8);
        }
      }
    }

    @Override
    public void drain() {
      connection.close();
    }

    @Override
    public void closed() {}
  }
}
