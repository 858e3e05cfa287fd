package io.orbit.kernel.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key of a space with its versions, its lock and its marks. It is found by its table's hash; a
 * space that is ordered has it in its index too. A record without a version is a place-holder for
 * somebody's lock.
 *
 * <p>Who holds the lock (any mode that excludes writers) may exchange the newest version; anybody
 * may read it at any time. A record that was taken out of its table keeps the lock word {@link
 * #DEAD} for ever: who finds that looks the key up again.
 */
public final class StoreRecord extends Lockable {
  /** Heap of a record beside its key and its versions, with its slots in the table. */
  private static final int OVERHEAD = 64;

  /** Heap of an entry of the ordered index. */
  private static final int INDEX_ENTRY = 40;

  private static final VarHandle HEAD;
  private static final VarHandle MARKS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(StoreRecord.class, "head", Version.class);
      MARKS = lookup.findVarHandle(StoreRecord.class, "marks", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int IN_GARBAGE = 1;
  private static final int IN_EXPIRY = 2;
  private static final int IN_INDEX = 4;
  private static final int FLAGS = 0xFF;

  /** Two bits: how often the record was read lately, up to three times. */
  private static final int READ_ONCE = 8;

  private static final int READS = 3 * READ_ONCE;

  private final byte[] key;
  private final RecordTable table;
  private final int hash;
  private @Nullable Version head;
  private int marks;

  StoreRecord(byte[] key, int hash, RecordTable table) {
    this.key = key;
    this.hash = hash;
    this.table = table;
  }

  public byte[] key() {
    return key;
  }

  public RecordTable table() {
    return table;
  }

  /** Heap that it takes beside its versions. */
  long bytesHeld() {
    return OVERHEAD + key.length + (table.isOrdered() ? INDEX_ENTRY : 0);
  }

  /** See {@link RecordFetcher}. */
  int fetch() {
    return hash;
  }

  int fetchKeyAndVersion() {
    Version newest = head();
    return key.length + (newest == null ? 0 : newest.type());
  }

  int fetchContent() {
    Version newest = head();
    byte[] bytes = newest == null ? null : newest.bytes();
    return bytes == null || bytes.length == 0 ? 0 : bytes[bytes.length - 1];
  }

  int hash() {
    return hash;
  }

  boolean matches(byte[] other, int offset, int length) {
    return Arrays.equals(key, 0, key.length, other, offset, offset + length);
  }

  /** The newest version, committed or about to be. */
  public @Nullable Version head() {
    return (Version) HEAD.getAcquire(this);
  }

  /** Publishes a version; by the holder of the lock. */
  public void setHead(@Nullable Version version) {
    HEAD.setRelease(this, version);
  }

  /** By the holder of any lock: the version that an engine holds, if there is none yet. */
  boolean admit(Version version) {
    return HEAD.compareAndSet(this, null, version);
  }

  boolean isDead() {
    return lockWord() == DEAD;
  }

  /** Notes that somebody read it; may be lost. */
  void touch() {
    int seen = (int) MARKS.getOpaque(this);
    if ((seen & READS) != READS) {
      boolean ignored = MARKS.weakCompareAndSet(this, seen, seen + READ_ONCE);
    }
  }

  /** Forgets one of its reads; false when there was none. */
  boolean cool() {
    int seen = (int) MARKS.getOpaque(this);
    if ((seen & READS) == 0) {
      return false;
    }
    boolean ignored = MARKS.weakCompareAndSet(this, seen, seen - READ_ONCE);
    return true;
  }

  /** The version a snapshot sees, a tombstone included, or null. */
  public @Nullable Version visibleAt(long snapshot) {
    Version newest = head();
    return newest == null ? null : newest.visibleAt(snapshot);
  }

  /** The newest committed version, a tombstone included, or null. */
  public @Nullable Version committed() {
    return visibleAt(Long.MAX_VALUE);
  }

  @Override
  public String toString() {
    return "a record of space " + table.space();
  }

  boolean markGarbage() {
    return mark(IN_GARBAGE);
  }

  void clearGarbage() {
    clear(IN_GARBAGE);
  }

  boolean markExpiry() {
    return mark(IN_EXPIRY);
  }

  boolean isInExpiry() {
    return ((int) MARKS.getOpaque(this) & IN_EXPIRY) != 0;
  }

  void clearExpiry() {
    clear(IN_EXPIRY);
  }

  boolean isInIndex() {
    return ((int) MARKS.getAcquire(this) & IN_INDEX) != 0;
  }

  void markInIndex() {
    mark(IN_INDEX);
  }

  /** Sets a flag; true when it was not set. */
  private boolean mark(int flag) {
    return ((int) MARKS.getAndBitwiseOr(this, flag) & flag) == 0;
  }

  private void clear(int flag) {
    int ignored = (int) MARKS.getAndBitwiseAnd(this, ~flag);
  }

  /**
   * Notes that the record is among the changed ones of a checkpoint's generation; true when it was
   * not. Called under the commit log's lock only.
   */
  boolean enterGeneration(int generation) {
    int seen = (int) MARKS.getOpaque(this);
    if (seen >>> 8 == (generation & 0xFFFFFF)) {
      return false;
    }
    while (!MARKS.weakCompareAndSet(this, seen, generation << 8 | (seen & FLAGS))) {
      seen = (int) MARKS.getOpaque(this);
    }
    return true;
  }
}
