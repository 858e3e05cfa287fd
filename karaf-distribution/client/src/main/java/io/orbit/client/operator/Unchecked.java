package io.orbit.client.operator;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Tasks where no checked exception may come out. */
final class Unchecked {
  private Unchecked() {}

  /** A task that may fail. */
  interface Task {
    void run() throws IOException;
  }

  static void run(Task task) {
    try {
      task.run();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
