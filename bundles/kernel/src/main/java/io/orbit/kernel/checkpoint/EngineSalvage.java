package io.orbit.kernel.checkpoint;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.SortedBatch;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.Store;
import io.orbit.kernel.checkpoint.SalvagedRecord.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what can be read of a damaged engine, record by record. What the engine says of a record
 * that lost its head or a part is left out with it; the catalog and the list of spaces must be
 * whole, for nobody could tell what the other records mean without them.
 */
public final class EngineSalvage {
  private final StorageEngine damaged;
  private final List<String> gaps = new ArrayList<>();
  private long dropped;

  public EngineSalvage(StorageEngine damaged) {
    this.damaged = damaged;
  }

  /**
   * Only reads, to see what could be kept.
   *
   * @throws OrbitException DATA_CORRUPTED when the catalog or the list of spaces is damaged
   */
  public void survey() {
    run(
        batch -> {
          boolean more = batch.next();
          while (more) {
            more = batch.next();
          }
        });
  }

  /** Writes what can be kept into a new engine. */
  public void copyTo(StorageEngine target) {
    run(batch -> target.apply(batch, damaged.position()));
  }

  private void run(Consumer<SortedBatch> work) {
    gaps.clear();
    dropped = 0;
    try (EngineSnapshot snapshot = damaged.snapshot();
        SalvageReader reader = new SalvageReader(snapshot, this::gap)) {
      work.accept(new Batch(reader));
    }
  }

  /** What was lost, in words: one for each run of keys that could not be read. */
  public List<String> gaps() {
    return gaps;
  }

  /** Entries that can be read but belong to a record or an element that is not whole. */
  public long dropped() {
    return dropped;
  }

  private void gap(byte[] after, byte @Nullable [] next) {
    boolean bare = after.length < Integer.BYTES || next == null;
    if (bare
        || EngineFormat.readName(after).space() == Store.CATALOG_SPACE
        || EngineFormat.readName(next).space() == EngineFormat.META) {
      throw new OrbitException(
          ErrorCode.DATA_CORRUPTED, "the catalog or the list of spaces is among what is damaged");
    }
    gaps.add("what is between " + describe(after) + " and " + describe(next));
  }

  private static String describe(byte[] key) {
    EngineFormat.Name name = EngineFormat.readName(key);
    String text = new String(name.key(), StandardCharsets.ISO_8859_1);
    return "space " + name.space() + " key \"" + text.replaceAll("[^ -~]", ".") + "\"";
  }

  /** What is kept, in the engine's order. */
  private final class Batch implements SortedBatch {
    private final SalvageReader reader;
    private final Deque<Entry> ready = new ArrayDeque<>();
    private SalvagedRecord open = new SalvagedRecord();
    private boolean ended;
    private byte[] key = new byte[0];
    private byte[] value = new byte[0];

    Batch(SalvageReader reader) {
      this.reader = reader;
    }

    @Override
    public boolean next() {
      while (ready.isEmpty() && !ended) {
        read();
      }
      Entry entry = ready.poll();
      if (entry == null) {
        return false;
      }
      key = entry.key();
      value = entry.value();
      return true;
    }

    private void read() {
      ended = !reader.next();
      if (ended) {
        finish();
        return;
      }
      Entry entry = new Entry(reader.key(), reader.value(), EngineFormat.readName(reader.key()));
      if (isCount(entry)) {
        return;
      }
      if (!open.owns(entry.name())) {
        finish();
      }
      open.add(entry);
    }

    /** The next start counts what is left. */
    private static boolean isCount(Entry entry) {
      EngineFormat.Name name = entry.name();
      return name.space() == EngineFormat.META && EngineFormat.countedSpace(name.rest()) >= 0;
    }

    private void finish() {
      List<Entry> whole = open.whole();
      dropped += open.size() - whole.size();
      ready.addAll(whole);
      open = new SalvagedRecord();
    }

    @Override
    public byte[] key() {
      return key;
    }

    @Override
    public byte[] value() {
      return value;
    }
  }
}
