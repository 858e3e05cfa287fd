package io.orbit.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that are free now. */
final class Ports {
  static final int REDIS = 6379;
  static final int POSTGRES = 5432;
  private static final int[] ALL = {3306, POSTGRES, REDIS, 7687, 8080, 8101, 8529, 9042, 50051};

  private Ports() {}

  static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** An offset at which every port of Orbit is free. */
  static int freeOffset() throws IOException {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int offset = ThreadLocalRandom.current().nextInt(1000, 15_000);
      if (allFree(offset)) {
        return offset;
      }
    }
    throw new IOException("no offset with free ports was found");
  }

  private static boolean allFree(int offset) {
    for (int port : ALL) {
      try (ServerSocket socket =
          new ServerSocket(port + offset, 1, InetAddress.getLoopbackAddress())) {
        socket.getLocalPort();
      } catch (IOException taken) {
        return false;
      }
    }
    return true;
  }
}
