package io.orbit.kernel.store;

import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.EngineStatistics;
import io.orbit.api.storage.SortedBatch;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.bytes.ByteWriter;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A sorted map that is written to one file after each batch: the least that survives a kill. */
public final class FileMapEngine implements StorageEngine {
  /** Opens it under the name {@code file}. */
  public static final class Factory implements StorageEngineFactory {
    @Override
    public String name() {
      return "file";
    }

    @Override
    public boolean isVolatile() {
      return false;
    }

    @Override
    public StorageEngine open(Path directory, long cacheBytes) {
      return new FileMapEngine(directory);
    }
  }

  private record Entry(byte[] key, byte @Nullable [] value) {}

  private final StorageEngine map;
  private final Path file;

  private FileMapEngine(Path directory) {
    map = new SortedMapEngine.Factory("map").open(directory, 0);
    file = directory.resolve("content");
    if (Files.exists(file)) {
      load();
    }
  }

  private void load() {
    try {
      ByteReader in = new ByteReader(Files.readAllBytes(file));
      long position = in.u64();
      Queue<Entry> entries = new ArrayDeque<>();
      while (in.hasMore()) {
        entries.add(new Entry(in.block(), in.block()));
      }
      map.apply(new EntryBatch(entries), position);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class EntryBatch implements SortedBatch {
    private final Queue<Entry> entries;
    private Entry current = new Entry(new byte[0], null);

    EntryBatch(Queue<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public boolean next() {
      Entry entry = entries.poll();
      if (entry == null) {
        return false;
      }
      current = entry;
      return true;
    }

    @Override
    public byte[] key() {
      return current.key();
    }

    @Override
    public byte @Nullable [] value() {
      return current.value();
    }
  }

  @Override
  public long position() {
    return map.position();
  }

  @Override
  public void apply(SortedBatch batch, long position) {
    map.apply(batch, position);
    ByteWriter out = new ByteWriter(1 << 16).u64(position);
    try (EngineSnapshot snapshot = map.snapshot();
        var cursor = snapshot.cursor(new byte[0], null, false)) {
      while (cursor.next()) {
        out.block(cursor.key()).block(cursor.value());
      }
    }
    try {
      Path next = file.resolveSibling("next");
      Files.write(next, out.copy());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public EngineSnapshot snapshot() {
    return map.snapshot();
  }

  @Override
  public void compact() {
    map.compact();
  }

  @Override
  public EngineStatistics statistics() {
    return map.statistics();
  }

  @Override
  public List<String> verify() {
    return map.verify();
  }

  @Override
  public void close() {
    map.close();
  }
}
