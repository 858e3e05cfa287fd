package io.orbit.bench.server;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Waits for a first answer on a thread of its own and keeps when it came. */
final class Probe implements Runnable {
  private final long begun;
  private final FirstAnswer.Question question;
  private long answered;
  private @Nullable IOException problem;

  Probe(long begun, FirstAnswer.Question question) {
    this.begun = begun;
    this.question = question;
  }

  @Override
  public void run() {
    try {
      question.ask();
      answered = System.nanoTime();
    } catch (IOException never) {
      problem = never;
    }
  }

  /** Seconds from the beginning to the answer; after {@link #run} has ended. */
  double seconds() throws IOException {
    if (problem != null) {
      throw problem;
    }
    return (answered - begun) / 1e9;
  }
}
