package io.orbit.records;

import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Wait;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting for a record lock on a thread that may block, with an ear for cancellation. */
final class Locks {
  private static final long LOOK_MILLIS = 25;

  private Locks() {}

  /** Returns when the lock is granted. */
  static void await(Session session, Wait wait) {
    CountDownLatch done = new CountDownLatch(1);
    wait.onDone(done::countDown);
    try {
      while (!done.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        session.checkCanceled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      wait.cancel();
    } catch (OrbitException e) {
      wait.cancel();
      throw e;
    }
    wait.result();
  }
}
