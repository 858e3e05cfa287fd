package io.orbit.records;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Sequence;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.records.Sequences;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.ValueType;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sequences as one record each, in the sequence's space:
 *
 * <pre>
 * key    18 (the integer 0)
 * value  byte 1; byte 1 when the number was given already; 8 bytes number, big-endian
 * </pre>
 *
 * <p>No record means that the sequence has not begun.
 */
final class StoredSequences implements Sequences {
  private static final byte[] KEY = {TupleFormat.INTEGER_ZERO};
  private static final int FORMAT = 1;
  private static final int LENGTH = 10;

  private final Store store;
  private final Catalog catalog;

  /** Sequences that a transaction restarted: its own numbers then belong to it. */
  private final Map<Long, Set<Long>> restarted = new ConcurrentHashMap<>();

  private final Map<Session, Given> given = new WeakHashMap<>();

  StoredSequences(Store store, Catalog catalog) {
    this.store = store;
    this.catalog = catalog;
  }

  /** What a session was given. */
  private static final class Given {
    final Map<Long, Long> bySequence = new HashMap<>();
    long last;
  }

  @Override
  public long next(Session session, Transaction transaction, Collection sequence) {
    Sequence parameters = parameters(sequence);
    RecordOperation operation = begin(transaction, sequence);
    long number;
    try {
      number = successor(sequence.name(), parameters, operation);
      put(operation, number, true);
    } catch (OrbitException e) {
      operation.abandon();
      throw e;
    }
    operation.commit(Durability.OFF);
    synchronized (given) {
      Given mine = given.computeIfAbsent(session, s -> new Given());
      mine.bySequence.put(sequence.id(), number);
      mine.last = sequence.id();
    }
    return number;
  }

  private static long successor(String name, Sequence parameters, RecordOperation operation) {
    if (!operation.exists()) {
      return parameters.start();
    }
    State state = state(operation.current());
    if (!state.called()) {
      return state.lastValue();
    }
    long increment = parameters.increment();
    long last = state.lastValue();
    boolean ends =
        increment > 0
            ? last > parameters.maximum() - increment || last + increment < last
            : last < parameters.minimum() - increment || last + increment > last;
    if (!ends) {
      return last + increment;
    }
    if (parameters.cycle()) {
      return increment > 0 ? parameters.minimum() : parameters.maximum();
    }
    boolean up = increment > 0;
    throw new OrbitException(
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
        "nextval: reached "
            + (up ? "maximum" : "minimum")
            + " value of sequence \""
            + name
            + "\" ("
            + (up ? parameters.maximum() : parameters.minimum())
            + ")");
  }

  /** An operation of its own, or of the transaction that created or restarted the sequence. */
  private RecordOperation begin(Transaction transaction, Collection sequence) {
    if (transaction.options().readOnly()) {
      throw new OrbitException(
          ErrorCode.READ_ONLY_TRANSACTION, "cannot execute nextval() in a read-only transaction");
    }
    boolean own = belongsTo(transaction, sequence);
    RecordOperation operation = own ? transaction.operation() : store.operation();
    if (!operation.begin(sequence.space(), KEY, 0, KEY.length)) {
      operation.beginWaiting(sequence.space(), KEY, 0, KEY.length);
    }
    return operation;
  }

  private boolean belongsTo(Transaction transaction, Collection sequence) {
    return restarted.getOrDefault(transaction.id(), Set.of()).contains(sequence.id())
        || !(catalog.current().object(sequence.id()).orElse(null) instanceof Collection committed
            && committed.space() == sequence.space());
  }

  private static void put(RecordOperation operation, long number, boolean called) {
    ByteWriter out = new ByteWriter();
    out.put(FORMAT);
    out.put(called ? 1 : 0);
    out.fixed(number, 8);
    operation.put(ValueType.ROW, out.buffer(), 0, LENGTH, 0);
  }

  @Override
  public long current(Session session, Collection sequence) {
    Long number;
    synchronized (given) {
      Given mine = given.get(session);
      number = mine == null ? null : mine.bySequence.get(sequence.id());
    }
    if (number == null) {
      throw new OrbitException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "currval of sequence \"" + sequence.name() + "\" is not yet defined in this session");
    }
    return number;
  }

  @Override
  public OptionalLong last(Session session) {
    synchronized (given) {
      Given mine = given.get(session);
      Long number = mine == null ? null : mine.bySequence.get(mine.last);
      return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
  }

  @Override
  public void set(
      Session session, Transaction transaction, Collection sequence, long value, boolean called) {
    Sequence parameters = parameters(sequence);
    if (value < parameters.minimum() || value > parameters.maximum()) {
      throw new OrbitException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
          "setval: value %d is out of bounds for sequence \"%s\" (%d..%d)"
              .formatted(value, sequence.name(), parameters.minimum(), parameters.maximum()));
    }
    RecordOperation operation = begin(transaction, sequence);
    put(operation, value, called);
    operation.commit(Durability.OFF);
    if (called) {
      synchronized (given) {
        given.computeIfAbsent(session, s -> new Given()).bySequence.put(sequence.id(), value);
      }
    }
  }

  @Override
  public void restart(Transaction transaction, Collection sequence, long value) {
    RecordOperation operation = transaction.operation();
    if (!operation.begin(sequence.space(), KEY, 0, KEY.length)) {
      operation.beginWaiting(sequence.space(), KEY, 0, KEY.length);
    }
    put(operation, value, false);
    operation.commit(Durability.OFF);
    restarted
        .computeIfAbsent(
            transaction.id(),
            id -> {
              transaction.onEnd(committed -> restarted.remove(id));
              return ConcurrentHashMap.newKeySet();
            })
        .add(sequence.id());
  }

  @Override
  public State state(ReadView view, Collection sequence) {
    RecordView record = new RecordView();
    return view.get(sequence.space(), KEY, record)
        ? state(record)
        : new State(parameters(sequence).start(), false);
  }

  private static State state(RecordView record) {
    ByteReader in = new ByteReader(record.array(), record.offset(), record.length());
    int format = in.next();
    if (format != FORMAT) {
      throw new OrbitException(
          ErrorCode.DATA_CORRUPTED, "a sequence has the unknown format " + format);
    }
    boolean called = in.next() != 0;
    return new State(in.fixed(8), called);
  }

  private static Sequence parameters(Collection collection) {
    @Nullable Sequence sequence = collection.sequence();
    if (sequence == null) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE, "\"" + collection.name() + "\" is not a sequence");
    }
    return sequence;
  }
}
