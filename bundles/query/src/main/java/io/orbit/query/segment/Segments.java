package io.orbit.query.segment;

import io.orbit.api.catalog.Collection;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.FeedEvent;
import io.orbit.api.feed.FeedRequest;
import io.orbit.api.records.Records;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of all tables: which tables have some, what has changed in them, and how much heap
 * they may take. A {@link SegmentBuilder} makes them; a change feed tells what they lack. Thread-
 * safe.
 */
public final class Segments implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Segments.class);

  /** Tables of fewer rows are read as they are. */
  public static final long FEWEST_ROWS = 16_384;

  private static final int SEGMENT_ROWS = 1 << 16;

  /** A table is chosen when it is read from end to end this often. */
  private static final int SCANS = 2;

  /** Of the heap: the rest is the records', the statements' and the connections'. */
  private static final double SHARE_OF_HEAP = 0.1;

  private final Store store;
  private final Records records;
  private final long limit;
  private final int segmentRows;
  private final Map<Integer, SegmentedTable> tables = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> scans = new ConcurrentHashMap<>();
  private final Object feeding = new Object();
  private @Nullable ChangeFeed feed;
  private volatile Runnable onChoice = () -> {};
  private volatile Runnable onChange = () -> {};

  /**
   * @param limit bytes that all segments may take together
   * @param segmentRows the most rows that a segment has
   */
  public Segments(Store store, Records records, long limit, int segmentRows) {
    this.segmentRows = segmentRows;
    this.store = store;
    this.records = records;
    this.limit = limit;
  }

  /** As a server with this heap may have them. */
  public static Segments ofHeap(Store store, Records records) {
    long limit = (long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP);
    return new Segments(store, records, limit, SEGMENT_ROWS);
  }

  int segmentRows() {
    return segmentRows;
  }

  /** Called when a table was chosen, so that its segments are made soon. */
  void onChoice(Runnable action) {
    onChoice = action;
  }

  /** Called when a table begins to be read by column, or ceases to be. */
  public void onChange(Runnable action) {
    onChange = action;
  }

  /** Whether a scan of a table finds all of it in segments, but for what changed of late. */
  public boolean isColumnar(Collection collection) {
    SegmentedTable table = tables.get(collection.space());
    return table != null && table.isWhole() && table.fits(collection);
  }

  /** A table has all the segments that it is to have. */
  void whole(SegmentedTable table) {
    if (table.becomesWhole()) {
      onChange.run();
    }
  }

  Store store() {
    return store;
  }

  Records records() {
    return records;
  }

  // ---- reading

  /**
   * A table's slots for a scan in a transaction, which sees no more than they tell.
   *
   * @return null where the table is to be read row by row: it has no segments, or the transaction
   *     has changes of its own in it, or must note what it reads
   */
  public @Nullable List<SlotView> view(Transaction transaction, Collection collection) {
    SegmentedTable table = chosen(collection);
    if (table == null
        || transaction.options().isolation() == Isolation.SERIALIZABLE
        || transaction.hasChanged(collection.space())
        || !catchUp()) {
      return null;
    }
    List<SlotView> slots = table.view();
    long snapshot = transaction.snapshotTimestamp();
    return table.isGone() || slots.stream().noneMatch(slot -> slot.isColumnar(snapshot))
        ? null
        : slots;
  }

  /** The table's segments, if it has or is to have some; counts the scan. */
  private @Nullable SegmentedTable chosen(Collection collection) {
    SegmentedTable table = tables.get(collection.space());
    Columnar wish = Columnar.of(collection);
    if (table != null) {
      if (wish != Columnar.OFF && table.fits(collection)) {
        return table;
      }
      tables.remove(collection.space(), table);
      table.clear();
      scans.remove(collection.space());
    }
    if (wish == Columnar.OFF || store.count(collection.space()) < wish.fewestRows()) {
      return null;
    }
    int scanned = scans.merge(collection.space(), 1, Integer::sum);
    if (wish == Columnar.ON || scanned >= SCANS) {
      choose(collection);
    }
    return null;
  }

  /** Begins to keep segments of a table. */
  private void choose(Collection collection) {
    synchronized (feeding) {
      if (feed == null) {
        feed =
            store
                .feeds()
                .open(
                    FeedRequest.from(store.feeds().now())
                        .undurable()
                        .ofSpaces(tables::containsKey));
      }
    }
    tables.putIfAbsent(collection.space(), new SegmentedTable(collection, segmentRows));
    onChoice.run();
  }

  /** What there is of a table. */
  public SegmentFigures figures(Collection collection) {
    SegmentedTable table = tables.get(collection.space());
    return table == null ? SegmentFigures.NONE : table.figures();
  }

  // ---- changes

  /**
   * Takes note of all that is committed by now. The log's order is the order of visibility, so
   * nothing that a snapshot taken before this call sees is missing afterwards.
   *
   * @return false where that is not known; then no table has segments any more
   */
  boolean catchUp() {
    synchronized (feeding) {
      ChangeFeed changes = feed;
      if (changes == null) {
        return false;
      }
      try {
        for (FeedEvent event = changes.next(0); event != null; event = changes.next(0)) {
          take(event);
        }
        return true;
      } catch (OrbitException lost) {
        LOG.info("Column segments are made anew: {}", lost.getMessage());
        forgetAll();
        return false;
      }
    }
  }

  private void take(FeedEvent event) {
    if (!(event instanceof FeedEvent.Change change)) {
      return;
    }
    SegmentedTable table = tables.get(change.space());
    if (table == null) {
      return;
    }
    switch (change.operation()) {
      case INSERT, UPDATE, EDIT, EXPIRE, DELETE -> table.change(change.key());
      case CLEAR_SPACE, CREATE_SPACE, DROP_SPACE -> forget(table);
    }
  }

  private void forget(SegmentedTable table) {
    tables.remove(table.collection().space(), table);
    scans.remove(table.collection().space());
    table.clear();
    onChange.run();
  }

  private void forgetAll() {
    List.copyOf(tables.values()).forEach(this::forget);
    ChangeFeed changes = feed;
    feed = null;
    if (changes != null) {
      changes.close();
    }
  }

  // ---- memory

  /** Bytes that all segments take. */
  public long bytes() {
    return tables.values().stream().mapToLong(SegmentedTable::bytes).sum();
  }

  /** The tables that have segments or wait for them, the one used last first. */
  List<SegmentedTable> byUse() {
    List<SegmentedTable> all = new ArrayList<>(tables.values());
    all.sort(Comparator.comparingLong(SegmentedTable::lastUsedNanos).reversed());
    return all;
  }

  /**
   * Makes room by letting the segments go of tables that were not used for longest.
   *
   * @return false where there is no room for more of this one
   */
  boolean hasRoom(SegmentedTable wanted) {
    List<SegmentedTable> all = byUse();
    for (int i = all.size() - 1; i >= 0 && bytes() > limit; i--) {
      if (all.get(i) == wanted) {
        break;
      }
      forget(all.get(i));
    }
    return bytes() <= limit;
  }

  @Override
  public void close() {
    synchronized (feeding) {
      forgetAll();
    }
  }
}
