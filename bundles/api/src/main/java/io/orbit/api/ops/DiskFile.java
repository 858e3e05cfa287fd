package io.orbit.api.ops;

/** An open file of a {@link Disk}. Reads and writes of different ranges may run in parallel. */
public interface DiskFile extends AutoCloseable {
  long size();

  /** Reads exactly that range, which must lie inside the file. */
  void read(long position, byte[] target, int offset, int length);

  /**
   * Writes inside the file. The operating system has it once this returns (a killed process loses
   * nothing), the disk once {@link #force} has returned.
   */
  void write(long position, byte[] source, int offset, int length);

  /** Makes everything written so far durable. A failure is final for this file. */
  void force();

  /** Cuts the file to that size; durable once this returns. */
  void truncate(long size);

  @Override
  void close();
}
