package io.orbit.kernel.log;

import io.orbit.api.ops.DiskFile;

/**
 * One file of the log.
 *
 * @param name its name on the disk
 * @param base position of its first byte
 * @param file the open file
 */
record LogSegment(String name, long base, DiskFile file) {
  long capacity() {
    return base + file.size();
  }
}
