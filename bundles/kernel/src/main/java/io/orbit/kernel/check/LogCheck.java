package io.orbit.kernel.check;

import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Disk;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogRecord;
import io.orbit.kernel.log.LogRepair;
import io.orbit.kernel.log.LogScanner;
import io.orbit.kernel.record.ChangeFormat;
import io.orbit.kernel.record.IgnoredChanges;
import java.util.List;

/**
 * Reads the log as recovery would. A repair writes damaged headers of segments anew, and cuts the
 * log where a damaged record begins.
 */
final class LogCheck {
  private final Disk disk;
  private final Findings findings;

  LogCheck(Disk disk, Findings findings) {
    this.disk = disk;
    this.findings = findings;
  }

  void run(EngineCheck engines, boolean repair) {
    List<String> segments = LogRepair.segments(disk);
    if (segments.isEmpty()) {
      findings.note("log: none");
      return;
    }
    if (!checkHeaders(repair)) {
      return;
    }
    long from = engines.needsLogFrom(LogFormat.base(segments.getFirst()));
    Content content = new Content();
    LogScanner.End end = LogScanner.scan(disk, from, content::take);
    findings.note(
        "log: " + content.describe() + " behind position " + from + ", ends at " + end.end());
    OrbitException damage = end.damage();
    if (damage != null) {
      damaged(damage, from, end.end(), engines, repair);
    } else if (end.torn()) {
      findings.note("log: a record that a crash cut off follows; the next start drops it");
    }
  }

  /** Whether what follows the headers can be read. */
  private boolean checkHeaders(boolean repair) {
    List<String> damaged = LogRepair.damagedHeaders(disk);
    boolean readable = true;
    for (String name : damaged) {
      findings.damaged(
          "log/" + name + " at offset 0: the segment's header",
          "--repair writes it anew; nothing is lost by that");
      readable &= repair && LogRepair.restoreHeader(disk, name);
    }
    if (!damaged.isEmpty() && repair) {
      findings.note("log: headers written anew");
    } else if (!readable) {
      findings.note("log: its records are checked once its headers are repaired");
    }
    return readable;
  }

  private void damaged(
      OrbitException damage, long from, long end, EngineCheck engines, boolean repair) {
    if (engines.isBroken() || engines.reaches() > end) {
      findings.beyondRepair(
          damage.getMessage(), "restore the folder from a copy: an engine and the log do not meet");
      return;
    }
    findings.damaged(damage.getMessage(), String.valueOf(damage.hint()));
    if (repair) {
      LogRepair.cut(disk, from, end);
      findings.note("log: cut at position " + end + "; the commits behind it are lost");
    }
  }

  /** Counts what the log holds, and reads every commit as recovery would. */
  private static final class Content {
    private static final ChangeFormat.Visitor IGNORING = new IgnoredChanges();
    private long commits;
    private long chunks;

    void take(LogRecord record) {
      switch (record.kind()) {
        case LogFormat.COMMIT -> {
          ChangeFormat.read(new ByteReader(record.payload()), IGNORING);
          commits++;
        }
        case LogFormat.CHUNK -> chunks++;
        case LogFormat.LAST -> commits++;
        default -> {
          // A rollback of chunks changes nothing.
        }
      }
    }

    String describe() {
      return commits + " commits, " + chunks + " chunks";
    }
  }
}
