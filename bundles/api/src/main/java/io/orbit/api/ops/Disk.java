package io.orbit.api.ops;

import java.util.List;

/**
 * The part of a file system that logs and checkpoints use: a folder of files. Everything durable
 * that is ours goes through it, so that a simulated disk can crash, tear and flip where a test
 * wants. Names are relative, with {@code /} between folders. Thread-safe.
 *
 * <p>All methods throw {@link io.orbit.api.error.OrbitException} DISK_FULL or IO_ERROR naming the
 * file.
 */
public interface Disk {
  /**
   * Creates a file of that many zeros, really allocated (a later write inside it cannot find the
   * disk full). Nothing is left behind on failure.
   */
  DiskFile create(String name, long size);

  /** Opens an existing file. */
  DiskFile open(String name);

  boolean exists(String name);

  /** Names of the files directly in a folder (without the folder), sorted; empty if none. */
  List<String> list(String folder);

  /** Gives a file another name, replacing what had it; atomic and durable once this returns. */
  void rename(String from, String to);

  /** Removes a file; durable once this returns. */
  void delete(String name);
}
