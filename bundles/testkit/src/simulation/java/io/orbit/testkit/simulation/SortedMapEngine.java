package io.orbit.testkit.simulation;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.EngineStatistics;
import io.orbit.api.storage.SortedBatch;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An engine that is a sorted map, replaced as a whole by each batch. Its content outlives closing:
 * the factory keeps it per directory, as a disk would. The next batch can be made to fail.
 */
public final class SortedMapEngine implements StorageEngine {
  private final Content content;
  private boolean closed;

  private static final class Content {
    private volatile State state = new State(emptyMap(), 0);
    private volatile @Nullable ErrorCode nextFailure;
    private volatile Runnable atEntry = () -> {};
  }

  private record State(NavigableMap<byte[], byte[]> entries, long position) {}

  private static NavigableMap<byte[], byte[]> emptyMap() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  private SortedMapEngine(Content content) {
    this.content = content;
  }

  /** Opens {@link SortedMapEngine}s; what they hold lives as long as the factory. */
  public static final class Factory implements StorageEngineFactory {
    private final String name;
    private final boolean isVolatile;
    private final Map<Path, Content> contents = new ConcurrentHashMap<>();

    public Factory(String name) {
      this(name, false);
    }

    /**
     * @param isVolatile what the engine says of itself; its content outlives closing nevertheless
     */
    public Factory(String name, boolean isVolatile) {
      this.name = name;
      this.isVolatile = isVolatile;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean isVolatile() {
      return isVolatile;
    }

    @Override
    public StorageEngine open(Path directory, long cacheBytes) {
      return new SortedMapEngine(contents.computeIfAbsent(directory, ignored -> new Content()));
    }

    /** Another factory whose engines hold the same. */
    public Factory copy() {
      Factory copy = new Factory(name, isVolatile);
      contents.forEach(
          (directory, content) -> {
            Content other = new Content();
            other.state = content.state;
            copy.contents.put(directory, other);
          });
      return copy;
    }

    /** Runs before each entry that a batch brings: what happens meanwhile happens there. */
    public void atEntry(Runnable action) {
      contents.values().forEach(content -> content.atEntry = action);
    }

    /** Lets the next batch of every engine fail and change nothing. */
    public void failNextBatch(ErrorCode code) {
      contents.values().forEach(content -> content.nextFailure = code);
    }

    /** No batch fails any more. */
    public void mend() {
      contents.values().forEach(content -> content.nextFailure = null);
    }
  }

  @Override
  public long position() {
    return content.state.position();
  }

  @Override
  public void apply(SortedBatch batch, long position) {
    requireOpen();
    ErrorCode failure = content.nextFailure;
    if (failure != null) {
      content.nextFailure = null;
      throw new OrbitException(failure, "The batch was told to fail");
    }
    NavigableMap<byte[], byte[]> entries = emptyMap();
    entries.putAll(content.state.entries());
    byte[] last = null;
    while (batch.next()) {
      content.atEntry.run();
      byte[] key = batch.key();
      if (last != null && Arrays.compareUnsigned(last, key) >= 0) {
        throw new IllegalArgumentException("the batch's keys do not ascend");
      }
      last = key;
      byte[] value = batch.value();
      if (value == null) {
        entries.remove(key);
      } else {
        entries.put(key, value);
      }
    }
    content.state = new State(entries, position);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
  }

  @Override
  public EngineSnapshot snapshot() {
    requireOpen();
    return new View(content.state);
  }

  private record View(State state) implements EngineSnapshot {
    @Override
    public long position() {
      return state.position();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      return state.entries().get(key);
    }

    @Override
    public EngineCursor cursor(byte[] from, byte @Nullable [] to, boolean descending) {
      NavigableMap<byte[], byte[]> part = state.entries().tailMap(from, true);
      part = to == null ? part : part.headMap(to, false);
      return new Cursor((descending ? part.descendingMap() : part).entrySet().iterator());
    }

    @Override
    public void close() {
      // The state is garbage once nobody looks at it.
    }
  }

  private static final class Cursor implements EngineCursor {
    private final Iterator<Map.Entry<byte[], byte[]>> entries;
    private Map.Entry<byte[], byte[]> current = Map.entry(new byte[0], new byte[0]);

    Cursor(Iterator<Map.Entry<byte[], byte[]>> entries) {
      this.entries = entries;
    }

    @Override
    public boolean next() {
      if (!entries.hasNext()) {
        return false;
      }
      current = entries.next();
      return true;
    }

    @Override
    public byte[] key() {
      return current.getKey();
    }

    @Override
    public byte[] value() {
      return current.getValue();
    }

    @Override
    public void close() {
      // Nothing to give back.
    }
  }

  @Override
  public void compact() {
    requireOpen();
  }

  @Override
  public EngineStatistics statistics() {
    return new EngineStatistics(content.state.entries().size(), 0, 0);
  }

  @Override
  public List<String> verify() {
    return List.of();
  }

  @Override
  public void close() {
    closed = true;
  }
}
