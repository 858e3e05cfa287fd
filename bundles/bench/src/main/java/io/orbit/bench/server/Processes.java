package io.orbit.bench.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What Linux tells of running processes in /proc (proc(5)). */
final class Processes {
  private static final Path PROC = Path.of("/proc");

  /** Linux shows times in hundredths of a second to all programs, whatever its own clock is. */
  private static final Duration TICK = Duration.ofMillis(10);

  private Processes() {}

  /**
   * One line of /proc/PID/stat.
   *
   * @param ticks processor time of the process and of its children that were waited for
   */
  record Stat(long pid, long parent, long ticks) {

    /** The program's name, in parentheses, may have blanks and parentheses of its own. */
    static Stat parse(String line) {
      String[] rest = line.substring(line.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      for (int time = 11; time <= 14; time++) {
        ticks += Long.parseLong(rest[time]);
      }
      return new Stat(
          Long.parseLong(line.substring(0, line.indexOf(' '))), Long.parseLong(rest[1]), ticks);
    }
  }

  /** Processor time of a process and all that descend from it, those that have ended too. */
  static Duration processorTime(long pid) {
    return TICK.multipliedBy(ticks(pid, all()));
  }

  /** Of a tree whose processes are all known. */
  static long ticks(long root, List<Stat> all) {
    Map<Long, List<Stat>> children = new HashMap<>();
    all.forEach(one -> children.computeIfAbsent(one.parent(), key -> new ArrayList<>()).add(one));
    long sum = all.stream().filter(one -> one.pid() == root).mapToLong(Stat::ticks).sum();
    List<Long> parents = new ArrayList<>(List.of(root));
    while (!parents.isEmpty()) {
      for (Stat child : children.getOrDefault(parents.removeLast(), List.of())) {
        sum += child.ticks();
        parents.add(child.pid());
      }
    }
    return sum;
  }

  private static List<Stat> all() {
    List<Stat> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        try {
          all.add(Stat.parse(Files.readString(folder.resolve("stat"))));
        } catch (IOException ended) {
          // It is no longer there, so its parent has its time.
        }
      }
    } catch (IOException noProc) {
      throw new IllegalStateException("bench reads processor time from /proc, as Linux has it");
    }
    return all;
  }

  /** Resident memory of one process in bytes. */
  static long residentBytes(long pid) throws IOException {
    return parseResident(Files.readString(PROC.resolve(pid + "/status")));
  }

  /** From the text of /proc/PID/status. */
  static long parseResident(String status) throws IOException {
    for (String line : status.lines().toList()) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    throw new IOException("the process is gone");
  }
}
