package io.orbit.query.execute;

import java.util.concurrent.Semaphore;

/**
 * How many threads may help statements at a time, of all together: one less than there are cores.
 * Thread-safe.
 */
public final class Workers {
  /** Helping with less is not worth a thread. */
  private static final int PIECES = 16;

  private final Semaphore free;

  /**
   * @param most helpers at a time
   */
  public Workers(int most) {
    free = new Semaphore(most);
  }

  /** As many as this machine has cores, less the one that is helped. */
  public static Workers ofMachine() {
    return new Workers(Runtime.getRuntime().availableProcessors() - 1);
  }

  /**
   * Helpers for so many pieces of work; to be given back.
   *
   * @return how many, perhaps none
   */
  int take(int pieces) {
    int wanted = pieces / PIECES - 1;
    int got = 0;
    while (got < wanted && free.tryAcquire()) {
      got++;
    }
    return got;
  }

  void giveBack(int helpers) {
    free.release(helpers);
  }
}
