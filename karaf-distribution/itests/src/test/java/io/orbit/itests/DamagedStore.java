package io.orbit.itests;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A copy of a server's data folder in which one bit is turned. */
record DamagedStore(Path data, Path file, long offset, int bit) {
  /** Copies a folder and turns a bit of a file in it, at a place that holds something. */
  static DamagedStore of(Path original, Path data, Path file, SplittableRandom random)
      throws IOException {
    copy(original, data);
    Path victim = data.resolve(original.relativize(file));
    long offset = random.nextLong(contentLength(victim));
    DamagedStore damaged = new DamagedStore(data, victim, offset, random.nextInt(8));
    damaged.flip();
    return damaged;
  }

  /** The files of a store that hold what a start needs; what RocksDB only writes is left out. */
  static List<Path> files(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("store"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().matches("LOG.*|LOCK|IDENTITY|OPTIONS.*"))
          .filter(file -> file.toFile().length() > 0)
          .sorted()
          .toList();
    }
  }

  /** How long a file is without the zeros at its end. */
  private static long contentLength(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int length = content.length;
    while (length > 1 && content[length - 1] == 0) {
      length--;
    }
    return length;
  }

  private void flip() throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(offset);
      int old = open.read();
      open.seek(offset);
      open.write(old ^ 1 << bit);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
