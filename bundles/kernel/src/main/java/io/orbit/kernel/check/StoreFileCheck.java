package io.orbit.kernel.check;

import io.orbit.api.ops.Disk;
import io.orbit.kernel.store.StoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks the file that says with which backend a folder was made. */
final class StoreFileCheck {
  private final Path directory;
  private final Disk disk;
  private final Findings findings;

  StoreFileCheck(Path directory, Disk disk, Findings findings) {
    this.directory = directory;
    this.disk = disk;
    this.findings = findings;
  }

  void run(boolean repair) throws IOException {
    String file = directory.resolve(StoreFile.NAME).toString();
    List<String> present = engines(directory);
    String made = StoreFile.backend(disk).orElse("");
    if (present.isEmpty() ? !made.isEmpty() : present.contains(made)) {
      findings.note("store: made with backend " + made);
      return;
    }
    if (present.size() != 1) {
      findings.beyondRepair(
          file + " does not say with which backend the folder was made",
          "write \"orbit 1 BACKEND\" and a line break into it; the default backend is lsm");
      return;
    }
    findings.damaged(
        file + " does not say that the folder was made with the backend " + present.getFirst(),
        "--repair writes it anew; nothing is lost");
    if (repair) {
      StoreFile.write(disk, present.getFirst());
      findings.note("store: written anew");
    }
  }

  /** The engines that have data in a folder, by name. */
  static List<String> engines(Path directory) throws IOException {
    Path folder = directory.resolve("engine");
    List<String> engines = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return engines;
    }
    try (Stream<Path> found = Files.list(folder)) {
      for (Path engine : found.sorted().toList()) {
        if (hasData(engine)) {
          engines.add(String.valueOf(engine.getFileName()));
        }
      }
    }
    return engines;
  }

  private static boolean hasData(Path engine) throws IOException {
    try (Stream<Path> content = Files.list(engine)) {
      return content.findAny().isPresent();
    }
  }
}
