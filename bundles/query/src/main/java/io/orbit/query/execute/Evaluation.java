package io.orbit.query.execute;

import io.orbit.api.accel.Accelerator;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.query.plan.Variable;
import io.orbit.query.spill.SpillFile;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything one run of a statement shares: who runs it, in which transaction, with which
 * parameters, and the values of enclosing queries' variables. One thread.
 */
public final class Evaluation {
  private final Session session;
  private final @Nullable Transaction transaction;
  private final QueryServices services;
  private final List<? extends @Nullable Object> parameters;
  private final long statementMicros;
  private long transactionMicros;
  private final @Nullable Object[] outer;
  private final Map<Integer, CommonTable> commonTables = new HashMap<>();
  private final Map<Long, Set<ByteBuffer>> changedRows = new HashMap<>(1);
  private final QueryMemory.Share share;
  private final Set<SpillFile> files = new HashSet<>(1);
  private final Map<Object, Object> memory = new HashMap<>();
  private @Nullable CatalogView catalog;
  private @Nullable Profile profile;
  private boolean mayWait = true;
  private int ticks;

  /**
   * @param transaction null only while planning folds constants
   * @param variables one more than the highest variable id of the statement
   * @param statementMicros the statement's start, in microseconds since 1970
   */
  public Evaluation(
      Session session,
      @Nullable Transaction transaction,
      QueryServices services,
      List<? extends @Nullable Object> parameters,
      int variables,
      long statementMicros) {
    this.session = session;
    this.transaction = transaction;
    this.services = services;
    this.parameters = parameters;
    this.statementMicros = statementMicros;
    transactionMicros = statementMicros;
    outer = new Object[variables];
    share = services.memory().share();
  }

  /**
   * The same run for another thread: its parameters and times, but no transaction, no outer values
   * and memory of its own, which is free again when it {@link #end}s.
   */
  Evaluation fork() {
    Evaluation fork =
        new Evaluation(session, null, services, parameters, outer.length, statementMicros);
    fork.transactionMicros = transactionMicros;
    return fork;
  }

  /** Measures the operators of this run. */
  public void measure(Profile measured) {
    profile = measured;
  }

  @Nullable Profile profile() {
    return profile;
  }

  /** This run is on an event loop: what would wait for a lock fails with LOCK_NOT_AVAILABLE. */
  public void withoutWaiting() {
    mayWait = false;
  }

  boolean mayWait() {
    return mayWait;
  }

  public Session session() {
    return session;
  }

  /** What loops over whole vectors go through; ask again for each. */
  Accelerator accelerator() {
    return services.accelerators().current();
  }

  public Transaction transaction() {
    if (transaction == null) {
      throw new OrbitException(ErrorCode.INTERNAL_ERROR, "no transaction while planning");
    }
    return transaction;
  }

  public QueryServices services() {
    return services;
  }

  public @Nullable Object parameter(int index) {
    return parameters.get(index);
  }

  /** The transaction began earlier than the statement. */
  public void inTransactionSince(long micros) {
    transactionMicros = micros;
  }

  /** Microseconds since 1970 at which the transaction began: what {@code now()} answers. */
  public long transactionMicros() {
    return transactionMicros;
  }

  /** Microseconds since 1970 at which the statement began. */
  public long statementMicros() {
    return statementMicros;
  }

  /** The catalog as the transaction sees it. */
  public CatalogView catalog() {
    if (catalog == null) {
      catalog =
          transaction == null ? services.catalog().current() : services.catalog().view(transaction);
    }
    return catalog;
  }

  // ---- variables of enclosing queries

  public @Nullable Object outer(Variable variable) {
    return outer[variable.id()];
  }

  public void bind(Variable variable, @Nullable Object value) {
    outer[variable.id()] = value;
  }

  // ---- common table expressions

  CommonTable commonTable(int id) {
    CommonTable table = commonTables.get(id);
    if (table == null) {
      throw new OrbitException(ErrorCode.INTERNAL_ERROR, "common table " + id + " is not there");
    }
    return table;
  }

  boolean hasCommonTable(int id) {
    return commonTables.containsKey(id);
  }

  void setCommonTable(int id, CommonTable table) {
    commonTables.put(id, table);
  }

  /** Makes the rows of all common tables, before a modification that reads them begins. */
  void finishCommonTables() {
    List.copyOf(commonTables.values()).forEach(CommonTable::finish);
  }

  /** Keys of the rows that the statement has changed: each is changed once, whoever asks. */
  Set<ByteBuffer> changedRows(long collection) {
    return changedRows.computeIfAbsent(collection, id -> new HashSet<>());
  }

  // ---- memory

  /**
   * Takes memory for rows that stay until the statement ends.
   *
   * @throws OrbitException OUT_OF_MEMORY
   */
  void keep(RowBatch rows) {
    share.take(rows.bytes());
  }

  /**
   * Takes memory that stays until the statement ends.
   *
   * @throws OrbitException OUT_OF_MEMORY
   */
  void take(long bytes) {
    share.take(bytes);
  }

  /**
   * Takes memory for rows that may lie on disk as well.
   *
   * @return false, with nothing taken, where they have to
   */
  boolean tryTake(long bytes) {
    return share.tryTake(bytes);
  }

  /**
   * Looks whether values that only pass by have room for a moment.
   *
   * @throws OrbitException OUT_OF_MEMORY
   */
  void requireRoom(long bytes) {
    share.take(bytes);
    share.giveBack(bytes);
  }

  /** A file for rows that memory does not hold; gone at the statement's end at the latest. */
  SpillFile spill() {
    SpillFile file = services.spill().create();
    files.add(file);
    return file;
  }

  /** A file is not needed any more. */
  void discard(SpillFile file) {
    files.remove(file);
    file.close();
  }

  /** Bytes taken now. */
  long taken() {
    return share.taken();
  }

  /** Gives back memory taken before, as rows are let go of. */
  void giveBack(long bytes) {
    share.giveBack(bytes);
  }

  /** The statement is over: all its memory is free again. */
  public void end() {
    share.end();
    files.forEach(SpillFile::close);
    files.clear();
  }

  /** Something computed once for this run, by a key of the caller's. */
  public Map<Object, Object> memory() {
    return memory;
  }

  /** Called once per batch (or more often): stops a canceled statement. */
  public void checkCanceled() {
    session.checkCanceled();
  }

  /** Called once per row in row loops: looks for cancellation every 1,024 calls. */
  public void tick() {
    if ((++ticks & 1023) == 0) {
      session.checkCanceled();
    }
  }
}
