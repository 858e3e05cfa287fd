package io.orbit.kernel.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More statements than processors, none of which ever waits. */
class LongStatementsTest {
  @TempDir Path directory;

  @Test
  void whoComesLaterGetsATurn() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    CountDownLatch later = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    try (SessionsFixture kernel = new SessionsFixture(directory)) {
      int statements = Runtime.getRuntime().availableProcessors() + 2;
      CountDownLatch begun = new CountDownLatch(statements);
      for (int i = 0; i < statements; i++) {
        threads.add(Thread.ofVirtual().start(() -> compute(kernel, begun, enough)));
      }
      assertThat(begun.await(30, TimeUnit.SECONDS)).as("all began").isTrue();
      threads.add(Thread.ofVirtual().start(later::countDown));
      boolean ran = later.await(30, TimeUnit.SECONDS);
      enough.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(ran).as("the later one ran").isTrue();
    }
  }

  private static void compute(SessionsFixture kernel, CountDownLatch begun, AtomicBoolean enough) {
    try (Session session = kernel.login("orbit")) {
      session.beginStatement(0);
      begun.countDown();
      while (!enough.get()) {
        session.checkCanceled();
      }
    }
  }
}
