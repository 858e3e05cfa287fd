package io.orbit.kernel.checkpoint;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.EngineStatistics;
import io.orbit.api.storage.SortedBatch;
import io.orbit.api.storage.StorageEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine some of whose runs of keys cannot be read, from whatever side a cursor comes. */
final class BrokenBlocks implements StorageEngine {
  private record Block(byte[] first, byte[] last) {
    boolean holds(byte[] key) {
      return Arrays.compareUnsigned(first, key) <= 0 && Arrays.compareUnsigned(key, last) <= 0;
    }
  }

  private final StorageEngine whole;
  private final List<Block> blocks = new ArrayList<>();

  BrokenBlocks(StorageEngine whole) {
    this.whole = whole;
  }

  /** Breaks the block that holds exactly the entries from one key to another. */
  void breakBlock(byte[] first, byte[] last) {
    blocks.add(new Block(first, last));
  }

  private void require(byte[] key) {
    if (blocks.stream().anyMatch(block -> block.holds(key))) {
      throw new OrbitException(ErrorCode.DATA_CORRUPTED, "a block's checksum does not match");
    }
  }

  @Override
  public EngineSnapshot snapshot() {
    EngineSnapshot snapshot = whole.snapshot();
    return new EngineSnapshot() {
      @Override
      public long position() {
        return snapshot.position();
      }

      @Override
      public byte @Nullable [] get(byte[] key) {
        require(key);
        return snapshot.get(key);
      }

      @Override
      public EngineCursor cursor(byte[] from, byte @Nullable [] to, boolean descending) {
        return new Cursor(snapshot.cursor(from, to, descending));
      }

      @Override
      public void close() {
        snapshot.close();
      }
    };
  }

  private final class Cursor implements EngineCursor {
    private final EngineCursor entries;

    Cursor(EngineCursor entries) {
      this.entries = entries;
    }

    @Override
    public boolean next() {
      boolean found = entries.next();
      if (found) {
        require(entries.key());
      }
      return found;
    }

    @Override
    public byte[] key() {
      return entries.key();
    }

    @Override
    public byte[] value() {
      return entries.value();
    }

    @Override
    public void close() {
      entries.close();
    }
  }

  @Override
  public long position() {
    return whole.position();
  }

  @Override
  public void apply(SortedBatch batch, long position) {
    whole.apply(batch, position);
  }

  @Override
  public void compact() {
    whole.compact();
  }

  @Override
  public EngineStatistics statistics() {
    return whole.statistics();
  }

  @Override
  public List<String> verify() {
    return blocks.isEmpty() ? List.of() : List.of(blocks.size() + " blocks are broken");
  }

  @Override
  public void close() {
    whole.close();
  }
}
