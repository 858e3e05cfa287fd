package io.orbit.api.storage;

import java.nio.file.Path;

/**
 * Opens engines of one kind. An engine bundle registers one as a service; the kernel picks it by
 * {@link #name()} (a whiteboard, dynamic). All methods are called by one kernel thread at a time.
 */
public interface StorageEngineFactory {
  /** The name in {@code [persistence] backend}: {@code lsm}, {@code xodus}, {@code memory} … */
  String name();

  /**
   * True when what such an engine holds may be gone after a restart (the log before a snapshot
   * too): an empty directory is then no damage.
   */
  boolean isVolatile();

  /** The same of an engine that is opened, or has just been opened, in a directory. */
  default boolean isVolatile(Path directory) {
    return isVolatile();
  }

  /**
   * Opens the engine in a directory of its own, which exists; an empty one is a new engine.
   *
   * @param cacheBytes how much memory beyond its write batches the engine may use
   * @throws io.orbit.api.error.OrbitException DATA_CORRUPTED naming the file, or CANNOT_CONNECT_NOW
   *     for a newer on-disk format, or IO_ERROR
   */
  StorageEngine open(Path directory, long cacheBytes);

  /** As {@link #open}, and from then on what it holds there is there after a restart. */
  default StorageEngine openKept(Path directory, long cacheBytes) {
    return open(directory, cacheBytes);
  }
}
