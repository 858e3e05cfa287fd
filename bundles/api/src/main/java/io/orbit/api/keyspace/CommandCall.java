package io.orbit.api.keyspace;

import io.orbit.api.security.Session;
import java.util.ArrayList;
import java.util.List;

/** A call of a module's command. Valid until the handler returns; one thread. */
public interface CommandCall {
  /** Number of words, the command's name included. */
  int size();

  /** A word; its bytes are valid until the handler returns. */
  ByteRange argument(int index);

  /** A word as text, one character a byte. */
  default String word(int index) {
    return argument(index).latin1();
  }

  /** The words from an index on. */
  default List<ByteRange> from(int first) {
    List<ByteRange> rest = new ArrayList<>();
    for (int i = first; i < size(); i++) {
      rest.add(argument(i));
    }
    return rest;
  }

  Session session();

  /** The client's key space, in its transaction if it has one. */
  Keyspace keyspace();

  /** Whether the client speaks RESP3. */
  boolean resp3();

  /** Goes on on a thread that may block only. */
  void requireWaiting();

  /**
   * Runs another command as this client, as scripts do: without those that scripts may not call. A
   * command that writes takes its keys' locks for the transaction.
   *
   * @return its reply; of a command that fails a {@link Reply.Failure}, with nothing changed
   * @throws CommandFailure when it may not be called, with Redis' text for scripts
   */
  Reply call(List<byte[]> words, CallMode mode);

  /**
   * Waits where the operator has paused what changes something: call it before the first change.
   */
  void awaitChanges();

  /** Whether commands that may take memory are refused now. */
  boolean isMemoryFull();

  /** Whether the command exists and writes. */
  boolean writes(List<byte[]> words);

  /**
   * Whether the client may run the command.
   *
   * @throws CommandFailure when there is no such command or the number of words is wrong
   */
  boolean mayCall(List<byte[]> words);

  /**
   * How another command is run.
   *
   * @param readOnly a command that writes is refused
   * @param resp3 its reply has RESP3's types
   * @param mayTakeMemory a command that may take memory is run even when {@link #isMemoryFull}
   */
  record CallMode(boolean readOnly, boolean resp3, boolean mayTakeMemory) {}
}
