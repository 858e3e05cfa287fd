package io.orbit.kernel.log;

import io.orbit.api.ops.Disk;
import io.orbit.api.ops.DiskFile;
import java.util.ArrayList;
import java.util.List;

/** Mends a damaged log that nobody writes. Used by the offline check alone. */
public final class LogRepair {
  private LogRepair() {}

  /** The segments, by name, whose headers are not valid. */
  public static List<String> damagedHeaders(Disk disk) {
    List<String> damaged = new ArrayList<>();
    for (String name : segments(disk)) {
      String path = LogFormat.FOLDER + "/" + name;
      try (DiskFile file = disk.open(path)) {
        if (!LogScanner.isHeaderValid(new LogSegment(path, LogFormat.base(name), file))) {
          damaged.add(name);
        }
      }
    }
    return damaged;
  }

  /**
   * Writes a segment's header anew: all that it says stands in the file's name.
   *
   * @return false where the file is shorter than a header
   */
  public static boolean restoreHeader(Disk disk, String name) {
    try (DiskFile file = disk.open(LogFormat.FOLDER + "/" + name)) {
      if (file.size() < LogFormat.SEGMENT_HEADER) {
        return false;
      }
      LogFormat.restoreSegmentHeader(file, LogFormat.base(name));
      file.force();
      return true;
    }
  }

  /**
   * Cuts the log where its damage begins.
   *
   * @param from where the engines' need of it begins
   * @param end where the damage begins; at {@code from} nothing of the log is left to keep
   */
  public static void cut(Disk disk, long from, long end) {
    if (end > from) {
      LogTail.cut(disk, end);
      return;
    }
    for (String name : disk.list(LogFormat.FOLDER).reversed()) {
      disk.delete(LogFormat.FOLDER + "/" + name);
    }
  }

  /** The names of the log's segments, oldest first. */
  public static List<String> segments(Disk disk) {
    return disk.list(LogFormat.FOLDER).stream().filter(name -> name.endsWith(".log")).toList();
  }
}
