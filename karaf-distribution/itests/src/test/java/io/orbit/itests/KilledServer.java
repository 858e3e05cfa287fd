package io.orbit.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A server that is killed as by a power cut every now and then and started again on the same
 * folder, until it is closed. Its ports are others each time.
 */
final class KilledServer implements AutoCloseable {
  private final Path data;
  private final long meanMillis;
  private final SplittableRandom random;
  private final Thread killer;
  private @Nullable Server up;
  private @Nullable Throwable failure;
  private boolean closing;
  private int kills;

  /**
   * @param mean between a start and the kill, on average
   */
  KilledServer(Duration mean, SplittableRandom random) throws IOException {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    this.data = Files.createTempDirectory(work, "killed").resolve("data");
    this.meanMillis = mean.toMillis();
    this.random = random;
    this.up = Server.start(data);
    this.killer = Thread.ofPlatform().name("killer").unstarted(this::killAgainAndAgain);
  }

  void startKilling() {
    killer.start();
  }

  private void killAgainAndAgain() {
    try {
      while (awaitNextKill()) {
        take().kill();
        give(Server.start(data));
      }
    } catch (IOException | AssertionError | RuntimeException problem) {
      fail(problem);
    }
  }

  /** False when the server is to be killed no more. */
  private synchronized boolean awaitNextKill() {
    long end = System.nanoTime() + random.nextLong(1, 2 * meanMillis) * 1_000_000;
    try {
      for (long left = end - System.nanoTime();
          !closing && left > 0;
          left = end - System.nanoTime()) {
        wait(left / 1_000_000 + 1);
      }
    } catch (InterruptedException interrupted) {
      return false;
    }
    return !closing;
  }

  private synchronized Server take() {
    Server taken = up;
    if (taken == null) {
      throw new IllegalStateException("the server is down already");
    }
    up = null;
    kills++;
    return taken;
  }

  private synchronized void give(Server started) {
    up = started;
    notifyAll();
  }

  private synchronized void fail(Throwable problem) {
    failure = problem;
    notifyAll();
  }

  /** The server, once it is up. It may be gone the next instant. */
  synchronized Server up() {
    try {
      while (up == null) {
        if (failure != null) {
          throw new IllegalStateException("the killed server did not come up again", failure);
        }
        wait();
      }
      return up;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** No kill comes after this; what is there is up and stays. */
  int stopKilling() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      killer.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    return kills;
  }

  @Override
  public void close() {
    int ignored = stopKilling();
    Server last;
    synchronized (this) {
      last = up;
    }
    if (last != null) {
      last.close();
    }
  }
}
