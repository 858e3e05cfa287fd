package io.orbit.api.storage;

import java.nio.file.Path;

/**
 * Opens engines of one kind. An engine bundle registers one as a service; the kernel picks it by
 * {@link #name()} (a whiteboard, dynamic). All methods are called by one kernel thread at a time.
 */
public interface StorageEngineFactory {
  /** The name in {@code [persistence] backend}: {@code lsm}, {@code xodus}, {@code memory} … */
  String name();

  /** True when what the engine holds is gone after a restart (the log before a snapshot too). */
  boolean isVolatile();

  /**
   * Opens the engine in a directory of its own, which exists; an empty one is a new engine.
   *
   * @param cacheBytes how much memory beyond its write batches the engine may use
   * @throws io.orbit.api.error.OrbitException DATA_CORRUPTED naming the file, or CANNOT_CONNECT_NOW
   *     for a newer on-disk format, or IO_ERROR
   */
  StorageEngine open(Path directory, long cacheBytes);
}
