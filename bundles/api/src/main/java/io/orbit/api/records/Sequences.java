package io.orbit.api.records;

import io.orbit.api.catalog.Collection;
import io.orbit.api.security.Session;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.Transaction;
import java.util.OptionalLong;

/**
 * The numbers of sequences. {@link #next} and {@link #set} are not undone by a rollback and never
 * wait for other transactions to end, unless the transaction itself created or restarted the
 * sequence: then they are part of it. A number is durable with the next durable commit. Any number
 * of threads; a waiting call belongs on a virtual thread.
 */
public interface Sequences {
  /**
   * Takes the next number (nextval).
   *
   * @throws io.orbit.api.error.OrbitException NUMERIC_VALUE_OUT_OF_RANGE at the end of a sequence
   *     that does not cycle, READ_ONLY_TRANSACTION
   */
  long next(Session session, Transaction transaction, Collection sequence);

  /**
   * The number that {@link #next} gave this session last (currval).
   *
   * @throws io.orbit.api.error.OrbitException OBJECT_NOT_IN_PREREQUISITE_STATE when there is none
   */
  long current(Session session, Collection sequence);

  /** What {@link #next} gave this session last, of any sequence (lastval). */
  OptionalLong last(Session session);

  /**
   * Sets the sequence (setval).
   *
   * @param called true when the next number is the one after the value
   * @throws io.orbit.api.error.OrbitException NUMERIC_VALUE_OUT_OF_RANGE outside its bounds
   */
  void set(
      Session session, Transaction transaction, Collection sequence, long value, boolean called);

  /** Begins again, as part of the transaction (ALTER SEQUENCE RESTART, RESTART IDENTITY). */
  void restart(Transaction transaction, Collection sequence, long value);

  /** Where it stands. */
  State state(ReadView view, Collection sequence);

  /**
   * As PostgreSQL shows it in the sequence's own row.
   *
   * @param lastValue the last number given, or the first to be given
   * @param called whether it was given already
   */
  record State(long lastValue, boolean called) {}
}
