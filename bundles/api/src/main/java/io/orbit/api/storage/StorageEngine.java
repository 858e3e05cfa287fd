package io.orbit.api.storage;

/**
 * An ordered map from key bytes to value bytes on a disk (or not). No transactions and no
 * concurrency control: those are the kernel's, once, for all engines. Keys compare as unsigned
 * bytes. An engine sees no commit, only the kernel's checkpoints.
 *
 * <p>Threading: {@link #apply}, {@link #compact} and {@link #close} are called by one thread at a
 * time; {@link #snapshot} and everything on snapshots by any number of threads at once, also while
 * a batch is applied.
 *
 * <p>Keys are at most 1 MiB, values at most 16 MiB (the kernel splits larger ones); both may be
 * empty.
 *
 * <p>Errors: any read may find DATA_CORRUPTED or IO_ERROR; once the engine is closed, everything on
 * it and on its snapshots and cursors fails with CANNOT_CONNECT_NOW, for a reader does not know
 * when an operator removes an engine. A batch out of order, or a position that goes back, is the
 * caller's mistake: {@link IllegalArgumentException}, and nothing is changed.
 */
public interface StorageEngine extends AutoCloseable {
  /** The log position that the last applied batch covers; 0 for a new engine. */
  long position();

  /**
   * Applies a batch and remembers the position, both or neither, durably once this returns: after a
   * crash at any moment the engine holds either all of the batch with its position or none of it.
   *
   * @param batch strictly ascending keys
   * @param position greater than or equal to {@link #position()}
   * @throws io.orbit.api.error.OrbitException DISK_FULL or IO_ERROR; the engine then still holds
   *     what it held before, and the same batch may be tried again
   */
  void apply(SortedBatch batch, long position);

  /** What the engine holds now, unaffected by later batches until it is closed. */
  EngineSnapshot snapshot();

  /** Gives back space where the engine can; may take long. */
  void compact();

  EngineStatistics statistics();

  /** Verifies checksums of everything; answers what is broken, empty if nothing is. */
  java.util.List<String> verify();

  /** Closes the engine and every open snapshot and cursor; waits for calls in progress. */
  @Override
  void close();
}
