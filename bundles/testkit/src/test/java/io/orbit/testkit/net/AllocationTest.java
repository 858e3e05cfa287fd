package io.orbit.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.orbit.net.ListenerConfiguration.Tls;
import io.orbit.net.spi.Connection;
import io.orbit.net.spi.Protocol;
import io.orbit.net.spi.ProtocolSession;
import io.orbit.testkit.protocol.Bytes;
import io.orbit.testkit.protocol.TestClient;
import io.orbit.testkit.protocol.TestNet;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The network itself makes no garbage worth mentioning: neither a command nor a read pass. */
class AllocationTest {
  private static final int WARM_UP = 20_000;
  private static final int PASSES = 20_000;

  /** Answers every byte with one byte. */
  private record ByteForByte(Connection connection) implements ProtocolSession {
    @Override
    public void received(ByteBuf input) {
      connection.output().writeBytes(input);
    }

    @Override
    public void drain() {
      connection.close();
    }

    @Override
    public void closed() {}
  }

  private static final class ByteForByteProtocol implements Protocol {
    @Override
    public String name() {
      return "bytes";
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
      return new ByteForByte(connection);
    }

    @Override
    public byte[] refusal(Refusal reason) {
      return new byte[0];
    }
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("orbit-net-")) {
        sum += threads.getThreadAllocatedBytes(thread.threadId());
      }
    }
    return sum;
  }

  @Test
  void aReadPassAllocatesNextToNothing() {
    byte[] commands = Bytes.of("x".repeat(100));
    try (TestNet net = TestNet.start(new ByteForByteProtocol(), own -> own.withTls(Tls.OFF));
        TestClient client = net.connect()) {
      for (int i = 0; i < WARM_UP; i++) {
        client.send(commands).expect(commands);
      }
      long before = allocated();
      for (int i = 0; i < PASSES; i++) {
        client.send(commands).expect(commands);
      }
      long perPass = (allocated() - before) / PASSES;
      System.out.println("AllocationTest: " + perPass + " bytes a read pass");
      assertThat(perPass).isLessThan(128);
    }
  }
}
