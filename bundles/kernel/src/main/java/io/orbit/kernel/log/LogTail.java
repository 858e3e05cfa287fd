package io.orbit.kernel.log;

import io.orbit.api.ops.Disk;
import io.orbit.api.ops.DiskFile;
import java.util.List;

/** Cuts a log that nobody writes. */
public final class LogTail {
  private LogTail() {}

  /**
   * Takes away everything behind a position: from the back, so that a crash in between does no
   * harm. Durable marks beyond it, which only a repair leaves behind, are taken back. What is left
   * is made durable, as far as no mark says that it is: a process that was killed may have left it
   * to the operating system, and what is appended from now on must not outlive it. A mark then says
   * so: from now on what is not valid before the end is damage.
   */
  public static void cut(Disk disk, long end) {
    List<String> names = disk.list(LogFormat.FOLDER);
    long durable = durable(disk, names, end);
    for (String name : names.reversed()) {
      String path = LogFormat.FOLDER + "/" + name;
      if (!name.endsWith(".log")) {
        disk.delete(path);
        continue;
      }
      long base = Long.parseUnsignedLong(name.substring(0, name.length() - 4), 16);
      if (base >= end) {
        disk.delete(path);
      } else {
        cut(disk, path, end, base, durable);
      }
    }
    if (durable < end) {
      mark(disk, end);
    }
  }

  private static void mark(Disk disk, long end) {
    List<String> left = disk.list(LogFormat.FOLDER);
    if (!left.isEmpty()) {
      try (DiskFile newest = disk.open(LogFormat.FOLDER + "/" + left.getLast())) {
        LogFormat.writeMark(newest, end);
      }
    }
  }

  /** How far the marks say that the log is durable. */
  private static long durable(Disk disk, List<String> names, long end) {
    long durable = 0;
    for (String name : names) {
      if (name.endsWith(".log")) {
        try (DiskFile file = disk.open(LogFormat.FOLDER + "/" + name)) {
          boolean hasHeader = file.size() >= LogFormat.SEGMENT_HEADER;
          durable = hasHeader ? Math.max(durable, LogFormat.readMark(file)) : durable;
        }
      }
    }
    return Math.min(durable, end);
  }

  private static void cut(Disk disk, String path, long end, long base, long durable) {
    try (DiskFile file = disk.open(path)) {
      if (LogFormat.readMark(file) > end) {
        LogFormat.writeMark(file, end);
        file.force();
      }
      if (base + file.size() > end) {
        file.truncate(end - base);
      } else if (base + file.size() > durable) {
        file.force();
      }
    }
  }
}
