package io.orbit.kernel.backup;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.DiskErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder with backups, each a folder in it. Stateless; thread-safe as the file system is. */
final class BackupFolder {
  private final Path root;

  BackupFolder(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /** All that are whole, oldest first. One whose manifest cannot be read fails the call. */
  List<Manifest> list() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve(Manifest.NAME)))
          .filter(folder -> !String.valueOf(folder.getFileName()).endsWith(".partial"))
          .map(BackupFolder::read)
          .sorted(Comparator.comparingLong(Manifest::taken).thenComparingLong(Manifest::to))
          .toList();
    } catch (IOException e) {
      throw DiskErrors.of(e, "listing " + root);
    }
  }

  private static Manifest read(Path folder) {
    Path file = folder.resolve(Manifest.NAME);
    try {
      return Manifest.parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw DiskErrors.of(e, "reading " + file);
    }
  }

  Optional<Manifest> find(String id) {
    return list().stream().filter(backup -> backup.id().equals(id)).findAny();
  }

  /** A backup with all that it continues, the full one first. */
  List<Manifest> chain(Manifest last) {
    List<Manifest> chain = new ArrayList<>(List.of(last));
    while (!chain.getFirst().isFull()) {
      Manifest child = chain.getFirst();
      Manifest parent =
          find(child.parent())
              .orElseThrow(
                  () ->
                      new OrbitException(
                          ErrorCode.UNDEFINED_OBJECT,
                          "backup "
                              + child.parent()
                              + ", which "
                              + child.id()
                              + " continues, is not in "
                              + root));
      chain.addFirst(parent);
    }
    return chain;
  }

  /** What is wrong with the files of a backup: nothing, or each that is missing or changed. */
  List<String> verify(Manifest backup) {
    List<String> wrong = new ArrayList<>();
    for (Manifest.StoredFile file : backup.files()) {
      Path path = root.resolve(backup.id()).resolve(file.path());
      if (!Files.isRegularFile(path)) {
        wrong.add(path + " is missing");
      } else if (!hash(path).equals(file.sha256())) {
        wrong.add(path + " is damaged: its SHA-256 is not what the manifest says");
      }
    }
    return wrong;
  }

  private static String hash(Path path) {
    MessageDigest digest = Checksum.sha256();
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(path)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        digest.update(buffer, 0, length);
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "reading " + path);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Removes a backup, or what is left of one that was never finished. */
  void delete(String name) {
    Path folder = root.resolve(name);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "deleting " + folder);
    }
  }

  /** Removes what a crash left of backups that were never finished. */
  void clean() {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> folders = Files.list(root)) {
      folders
          .map(folder -> String.valueOf(folder.getFileName()))
          .filter(name -> name.endsWith(".partial"))
          .toList()
          .forEach(this::delete);
    } catch (IOException e) {
      throw DiskErrors.of(e, "listing " + root);
    }
  }
}
