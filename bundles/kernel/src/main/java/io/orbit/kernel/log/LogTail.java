package io.orbit.kernel.log;

import io.orbit.api.ops.Disk;
import io.orbit.api.ops.DiskFile;
import java.util.List;

/** Cuts a log that nobody writes. */
public final class LogTail {
  private LogTail() {}

  /**
   * Takes away everything behind a position: from the back, so that a crash in between does no
   * harm. Durable marks beyond it, which only a repair leaves behind, are taken back.
   */
  public static void cut(Disk disk, long end) {
    List<String> names = disk.list(LogFormat.FOLDER);
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
        cut(disk, path, end, base);
      }
    }
  }

  private static void cut(Disk disk, String path, long end, long base) {
    try (DiskFile file = disk.open(path)) {
      if (LogFormat.readMark(file) > end) {
        LogFormat.writeMark(file, end);
        file.force();
      }
      if (base + file.size() > end) {
        file.truncate(end - base);
      }
    }
  }
}
