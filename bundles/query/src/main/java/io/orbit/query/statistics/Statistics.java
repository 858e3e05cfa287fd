package io.orbit.query.statistics;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Schema;
import io.orbit.api.records.Records;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Store;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The statistics of all tables: gathered when somebody asks ({@link #analyze}), and of tables that
 * have changed since by {@link #refresh}. Thread-safe.
 */
public final class Statistics {
  /** As PostgreSQL's autovacuum: so many changes, and a tenth of the rows. */
  private static final long CHANGES = 50;

  private static final double CHANGED_SHARE = 0.1;

  private final Store store;
  private final Catalog catalog;
  private final Records records;
  private final Map<Long, TableStatistics> known = new ConcurrentHashMap<>();
  private final Map<Long, LongAdder> changes = new ConcurrentHashMap<>();
  private final Map<Run, Runs> runs = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();
  private volatile Predicate<Collection> columnar = table -> false;

  /** Looking at a table, because somebody asked or not. */
  private record Run(long table, boolean byItself) {}

  /** How often, and when last. */
  private record Runs(long count, long lastMillis) {}

  public Statistics(Store store, Catalog catalog, Records records) {
    this.store = store;
    this.catalog = catalog;
    this.records = records;
  }

  /** Grows whenever anything becomes known: a plan made before may be made better now. */
  public long version() {
    return version.get();
  }

  /**
   * Says where it is known which tables are read by column.
   *
   * @param tables whether a table is, now
   */
  public void bindColumnar(Predicate<Collection> tables) {
    columnar = tables;
  }

  /** Whether a scan of a table reads columns instead of rows. */
  public boolean isColumnar(Collection table) {
    return columnar.test(table);
  }

  /** Something else is known now by which plans are made. */
  public void outdated() {
    version.incrementAndGet();
  }

  public Optional<TableStatistics> of(Collection table) {
    return Optional.ofNullable(known.get(table.id()));
  }

  /** Rows of a table now, an estimate. */
  public double rows(Collection table) {
    return Math.max(1, store.count(table.space()));
  }

  /** A statement has changed rows. */
  public void changed(Collection table, long rows) {
    LongAdder adder = changes.get(table.id());
    if (adder == null) {
      adder = changes.computeIfAbsent(table.id(), id -> new LongAdder());
    }
    adder.add(rows);
  }

  /** Rows changed by statements since the table was last looked at. */
  public long changesSince(Collection table) {
    LongAdder adder = changes.get(table.id());
    return adder == null ? 0 : adder.sum();
  }

  /** How often a table was looked at since the server started. */
  public long runs(Collection table, boolean byItself) {
    Runs known = runs.get(new Run(table.id(), byItself));
    return known == null ? 0 : known.count();
  }

  /** When it was last, in milliseconds since 1970; 0 for never. */
  public long lastRun(Collection table, boolean byItself) {
    Runs known = runs.get(new Run(table.id(), byItself));
    return known == null ? 0 : known.lastMillis();
  }

  /**
   * Looks at a table as a view shows it.
   *
   * @param byItself whether nobody asked for it
   * @param eachThousand called every thousand rows; it may throw to end it all
   */
  public TableStatistics analyze(
      ReadView view, Collection table, boolean byItself, Runnable eachThousand) {
    LongAdder adder = changes.get(table.id());
    long before = adder == null ? 0 : adder.sum();
    TableStatistics gathered =
        new TableSample(RandomGenerator.getDefault(), eachThousand)
            .gather(records.reader(view, table), table, byItself);
    known.put(table.id(), gathered);
    if (adder != null) {
      adder.add(-before);
    }
    runs.merge(
        new Run(table.id(), byItself),
        new Runs(1, gathered.gatheredMillis()),
        (old, now) -> new Runs(old.count() + 1, now.lastMillis()));
    version.incrementAndGet();
    return gathered;
  }

  /** Whether a table has changed so much that what is known of it is no longer true. */
  boolean isStale(Collection table) {
    TableStatistics statistics = known.get(table.id());
    double rows = store.count(table.space());
    double then = statistics == null ? 0 : statistics.rows();
    double changed = Math.max(changesSince(table), Math.abs(rows - then));
    return changed > CHANGES + CHANGED_SHARE * then;
  }

  /**
   * Looks anew at every table that has changed, and forgets those that are gone.
   *
   * @param pause called after each with the nanoseconds it took; it may throw to end it all
   */
  public void refresh(java.util.function.LongConsumer pause) {
    CatalogView view = catalog.current();
    for (Database database : view.databases()) {
      for (Schema schema : view.schemas(database.id())) {
        for (Collection table : view.collections(schema.id())) {
          if (table.kind() == Collection.Kind.TABLE && isStale(table)) {
            long begin = System.nanoTime();
            try (Snapshot snapshot = store.snapshot()) {
              analyze(snapshot, table, true, () -> pause.accept(0));
            }
            pause.accept(System.nanoTime() - begin);
          }
        }
      }
    }
    known.keySet().removeIf(id -> view.object(id).isEmpty());
    changes.keySet().removeIf(id -> view.object(id).isEmpty());
    runs.keySet().removeIf(run -> view.object(run.table()).isEmpty());
  }
}
