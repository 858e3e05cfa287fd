package io.orbit.client.terminal;

import io.orbit.client.text.Unfinished;
import java.io.IOException;
import org.jline.reader.Completer;

/**
 * A language at the prompt and in scripts. One thread runs it; only {@link #cancel} and {@link
 * #leave} come from others.
 */
public interface Interpreter extends AutoCloseable {
  /** The language's name, by which its history is kept. */
  String name();

  /** The prompt of a first line. */
  String prompt();

  /** The prompt of a further line. */
  String continuation(Unfinished inside);

  /** What a typed text is inside of; {@link Unfinished#NOTHING} when it can be run. */
  Unfinished unfinished(String text);

  /** Whether a line must not be remembered, because it has a password in it. */
  boolean isSecret(String line);

  Completer completer();

  /**
   * Runs what the lines say until they end, somebody leaves, or something fails where a failure is
   * to end it.
   *
   * @param hasLast whether a last statement without an end is run all the same
   * @return false when something failed; the failure has been told
   */
  boolean run(Lines lines, boolean hasLast) throws IOException;

  /** Whether the user has asked to leave. */
  boolean left();

  /** Runs nothing further. From any thread. */
  void leave();

  /** Stops what runs now, if anything does. From any thread. */
  void cancel();

  @Override
  void close();
}
