package io.orbit.kernel.record;

import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * All records of a space since it was last cleared: a striped hash and, for ordered spaces, an
 * index over the same records. Clearing a space gives it a new table, so it costs nothing; who
 * still holds a record of the old one finds {@link #isDetached}.
 */
public final class RecordTable {
  /** Of no space. */
  static final RecordTable NONE = new RecordTable(-1, false, 0, 0, null);

  static final int STRIPES = 1 << Stripe.STRIPE_BITS;

  private final int space;
  private final long hashSeed;
  private final Stripe[] stripes;
  private final @Nullable OrderedIndex index;
  private final LongAdder living = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder oldVersions = new LongAdder();

  /** Snapshots before this timestamp see the table before. */
  private final long since;

  private @Nullable RecordTable before;

  /** A small record with its version. */
  private static final long TYPICAL_BYTES = 200;

  private volatile boolean detached;
  private volatile @Nullable Residency residency;

  RecordTable(int space, boolean ordered, long hashSeed, long since, @Nullable RecordTable before) {
    this.space = space;
    this.hashSeed = hashSeed;
    this.since = since;
    this.before = before;
    this.index = ordered ? new OrderedIndex() : null;
    this.stripes = new Stripe[space < 0 ? 0 : STRIPES];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new Stripe();
    }
  }

  public int space() {
    return space;
  }

  public boolean isOrdered() {
    return index != null;
  }

  /** True once its space was cleared or dropped: changes to its records go nowhere. */
  public boolean isDetached() {
    return detached;
  }

  void detach() {
    detached = true;
    Residency tracked = residency;
    if (tracked != null) {
      tracked.pin();
    }
  }

  /** Nobody sees it any more. */
  void forget() {
    Residency tracked = residency;
    if (tracked != null) {
      tracked.unpin();
    }
  }

  /** Which records are in memory; null when all are. */
  @Nullable Residency residency() {
    return residency;
  }

  /** True when a record that is not in memory may be in the engine. */
  public boolean isPartial() {
    Residency tracked = residency;
    return tracked != null && tracked.isPartial();
  }

  /** True when records may leave memory, or soon will: then reading is to be noted. */
  public boolean mayEvict() {
    return residency != null;
  }

  /** Begins to track; returns once every removal that did not know of it is complete. */
  void track(Residency begun) {
    residency = begun;
    for (Stripe stripe : stripes) {
      stripe.await();
    }
  }

  /** True when the removal of a record must stay known. */
  boolean mustRemember(long removedAt) {
    Residency tracked = residency;
    return tracked != null && !detached && tracked.mustRemember(removedAt);
  }

  long since() {
    return since;
  }

  @Nullable RecordTable before() {
    return before;
  }

  void forgetBefore() {
    RecordTable old = before;
    before = null;
    if (old != null) {
      old.forgetBefore();
      old.forget();
    }
  }

  public int hash(byte[] key, int offset, int length) {
    return KeyHash.of(hashSeed, key, offset, length);
  }

  public @Nullable StoreRecord find(byte[] key, int offset, int length) {
    int hash = hash(key, offset, length);
    return stripe(hash).find(hash, key, offset, length);
  }

  public StoreRecord findOrAdd(byte[] key, int offset, int length) {
    int hash = hash(key, offset, length);
    Stripe stripe = stripe(hash);
    StoreRecord found = stripe.find(hash, key, offset, length);
    return found != null ? found : stripe.findOrAdd(this, hash, key, offset, length);
  }

  /** See {@link RecordFetcher}. */
  int fetchSlot(int hash) {
    return stripe(hash).fetchSlot(hash);
  }

  /** A record of that hash, most likely the one whose key has it; null when there is none. */
  @Nullable StoreRecord likely(int hash) {
    return stripe(hash).likely(hash);
  }

  private Stripe stripe(int hash) {
    return stripes[Stripe.of(hash)];
  }

  /** Puts a record that gets a version into the index, if there is one. */
  public void index(StoreRecord record) {
    OrderedIndex ordered = index;
    if (ordered != null && !record.isInIndex()) {
      stripe(record.hash()).index(record, ordered);
    }
  }

  void unindex(StoreRecord record) {
    OrderedIndex ordered = index;
    if (ordered != null && record.isInIndex()) {
      ordered.remove(record);
    }
  }

  /**
   * Takes a record out that nobody can see any more.
   *
   * @param held the caller's lock word, or null when it holds none
   * @param bound versions above this timestamp are still needed to tell what was deleted
   */
  public boolean remove(StoreRecord record, @Nullable Object held, long bound) {
    return stripe(record.hash()).remove(record, held, bound);
  }

  /** Takes versions out that nobody sees; false when somebody holds the record. */
  boolean trim(StoreRecord record, LivingSnapshots living, MemoryBudget memory) {
    VersionChain.Freed freed = stripe(record.hash()).trim(record, living);
    if (freed == null) {
      return false;
    }
    countBytes(-freed.bytes(), memory);
    countOldVersions(-freed.versions());
    return true;
  }

  /** Counts versions beside the newest of their records. */
  void countOldVersions(int change) {
    if (change != 0) {
      oldVersions.add(change);
    }
  }

  /** How many versions there are beside the newest of their records, for snapshots. */
  public long oldVersions() {
    return oldVersions.sum();
  }

  /**
   * A record as an engine holds it comes into memory.
   *
   * @return the record that stands for the key now; null when it must be read again
   */
  @Nullable StoreRecord admit(
      StoreRecord cold, ColdGeneration generation, MemoryBudget memory, ExpiryQueue expiries) {
    Version version = cold.head();
    if (detached || version == null) {
      return cold;
    }
    return stripe(cold.hash())
        .admit(cold, generation, added -> admitted(added, version, memory, expiries));
  }

  /** Counts, indexes and queues what came into memory. */
  void admitted(StoreRecord record, Version version, MemoryBudget memory, ExpiryQueue expiries) {
    countBytes(record.bytesHeld() + version.bytesHeld() + version.treeBytes(), memory);
    index(record);
    long due = version.dueAt();
    if (due != 0) {
      expiries.expires(record, due, null);
    }
    Residency tracked = residency;
    if (tracked != null && tracked.wasEvictedLately(record.hash())) {
      record.touch();
    }
  }

  /** A record that stands in no table. */
  StoreRecord outside(byte[] key, Version version) {
    StoreRecord record = new StoreRecord(key, hash(key, 0, key.length), this);
    record.setHead(version);
    return record;
  }

  /** Evicts from one stripe; see {@link Stripe#evict}. */
  void evict(int stripe, Residency tracked, long newest, MemoryBudget memory, ExpiryQueue queue) {
    if (!detached) {
      countBytes(-stripes[stripe].evict(tracked, newest, queue::left), memory);
    }
  }

  public Iterator<StoreRecord> range(byte[] from, byte @Nullable [] to, boolean descending) {
    OrderedIndex ordered = index;
    if (ordered == null) {
      throw new IllegalStateException("space " + space + " has no order");
    }
    return ordered.range(from, to, descending);
  }

  /** All records, those without a version too. */
  public Iterator<StoreRecord> all() {
    return stripes.length == 0 ? Collections.emptyIterator() : new TableIterator(this);
  }

  StoreRecord[] stripeContent(int stripe) {
    return stripes[stripe].content();
  }

  int stripeCount() {
    return stripes.length;
  }

  /** One record more or less that exists. */
  public void countLiving(long change) {
    living.add(change);
  }

  /** Counts heap for the table and, while it is its space's table, for the store. */
  void countBytes(long change, MemoryBudget memory) {
    if (change != 0 && !detached) {
      bytes.add(change);
      memory.add(change);
    }
  }

  long bytes() {
    return bytes.sum();
  }

  /** About how many bytes it would take with all its records in memory. */
  long wholeBytes() {
    long resident = 0;
    for (Stripe stripe : stripes) {
      resident += stripe.size();
    }
    long held = bytes();
    long outside = isPartial() ? Math.max(0, living() - resident) : 0;
    long each = resident == 0 ? TYPICAL_BYTES : Math.max(TYPICAL_BYTES, held / resident);
    return held + outside * each;
  }

  public long living() {
    return Math.max(0, living.sum());
  }
}
