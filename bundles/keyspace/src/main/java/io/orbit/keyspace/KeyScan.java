package io.orbit.keyspace;

import io.orbit.api.keyspace.Keys;
import io.orbit.api.keyspace.Keys.KeyVisitor;
import io.orbit.api.keyspace.Keys.SampleVisitor;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Walks over all keys: first Redis' own by the store's walk, then the rows of each collection the
 * session may read, in key order. A cursor with {@link #ROWS} set stands among rows.
 *
 * <p>Cursor among rows: bit 62, collection id × 2^17, then 0 for its beginning or 1 + place in
 * {@link ScanPositions}, whose rank is not used: a forgotten place begins the collection again.
 */
final class KeyScan {
  private static final long ROWS = 1L << 62;
  private static final int PLACE_BITS = 17;
  private static final long PLACE_MASK = (1L << PLACE_BITS) - 1;
  private static final int SAMPLE = 16;

  /** A call looks at as many places of a sparse space, so that few keys come at once. */
  private static final int SPARSE = 1000;

  private final Access access;
  private final Rows rows;
  private final ScanPositions positions;

  KeyScan(Access access, Rows rows, ScanPositions positions) {
    this.access = access;
    this.rows = rows;
    this.positions = positions;
  }

  long scan(long cursor, int count, KeyVisitor visitor) {
    if ((cursor & ROWS) != 0) {
      return scanRows(cursor, count, visitor);
    }
    int[] shown = new int[1];
    long next = cursor;
    int looked = 0;
    do {
      next =
          access.store.walk(
              access.space(), next, count, (key, value) -> shown[0] += show(key, value, visitor));
      looked += count;
    } while (next != 0 && shown[0] < count && looked < SPARSE && looked > 0);
    return next != 0 ? next : firstCollection(0);
  }

  /** Shows a key the walk has met, as the view has it; answers how many were shown. */
  private int show(byte[] key, RecordView value, KeyVisitor visitor) {
    if (access.transaction() == null) {
      visitor.visit(key, StoreKeys.typeOf(value));
      return 1;
    }
    RecordView view = access.view;
    if (!access.reads().get(access.space(), key, view)) {
      return 0;
    }
    visitor.visit(key, StoreKeys.typeOf(view));
    return 1;
  }

  /** The cursor of the first readable collection with an id above; 0 for none. */
  private long firstCollection(long above) {
    long best = Long.MAX_VALUE;
    for (RowPrefixes.Entry entry : access.rowPrefixes().entries()) {
      long id = entry.collection().id();
      if (id > above && id < best && rows.mayRead(entry.collection())) {
        best = id;
      }
    }
    return best == Long.MAX_VALUE ? 0 : ROWS | best << PLACE_BITS;
  }

  private long scanRows(long cursor, int count, KeyVisitor visitor) {
    long id = (cursor & ~ROWS) >>> PLACE_BITS;
    long place = cursor & PLACE_MASK;
    byte @Nullable [] after = place == 0 ? null : positions.after(place);
    for (RowPrefixes.Entry entry : access.rowPrefixes().entries()) {
      if (entry.collection().id() == id && rows.mayRead(entry.collection())) {
        byte[] last = rows.keysAfter(entry, after, count, visitor);
        if (last != null) {
          return ROWS | id << PLACE_BITS | positions.remember(last, 0);
        }
      }
    }
    return firstCollection(id);
  }

  /** From a random place on, and from the beginning where that does not do. */
  void sample(int space, int count, SampleVisitor visitor) {
    int[] shown = new int[1];
    long from = access.store.randomCursor(space);
    for (int round = 0; round < 2 && shown[0] < count; round++) {
      long cursor = round == 0 ? from : 0;
      do {
        cursor =
            access.store.walk(
                space,
                cursor,
                count,
                (key, value) -> {
                  shown[0]++;
                  long at = value.expiresAt();
                  visitor.visit(key, at == 0 ? Keys.NO_EXPIRY : at);
                });
      } while (shown[0] < count && cursor != 0);
      if (from == 0) {
        return;
      }
    }
  }

  /** Redis' own keys only. */
  void forEachOwn(KeyVisitor visitor) {
    try (RecordCursor cursor = access.reads().all(access.space())) {
      while (cursor.next()) {
        visitor.visit(cursor.key(), StoreKeys.typeOf(cursor.value()));
      }
    }
  }

  void forEach(KeyVisitor visitor) {
    forEachOwn(visitor);
    for (RowPrefixes.Entry entry : access.rowPrefixes().entries()) {
      if (rows.mayRead(entry.collection())) {
        rows.keysAfter(entry, null, Integer.MAX_VALUE, visitor);
      }
    }
  }

  /** A key at random, rows included when there are few keys of Redis' own. */
  byte @Nullable [] random() {
    List<byte[]> sample = new ArrayList<>();
    KeyVisitor keep = (key, type) -> sample.add(key);
    long cursor = access.store.randomCursor(access.space());
    do {
      cursor = access.store.walk(access.space(), cursor, SAMPLE, (key, value) -> sample.add(key));
    } while (sample.isEmpty() && cursor != 0);
    if (sample.isEmpty()) {
      access.store.walk(access.space(), 0, Integer.MAX_VALUE, (key, value) -> sample.add(key));
    }
    for (RowPrefixes.Entry entry : access.rowPrefixes().entries()) {
      if (sample.size() < SAMPLE && rows.mayRead(entry.collection())) {
        rows.keysAfter(entry, null, SAMPLE, keep);
      }
    }
    return sample.isEmpty() ? null : sample.get(ThreadLocalRandom.current().nextInt(sample.size()));
  }
}
