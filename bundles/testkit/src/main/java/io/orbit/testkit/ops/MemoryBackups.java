package io.orbit.testkit.ops;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Backups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Backups that are only told of: each is done at once and holds nothing. */
public final class MemoryBackups implements Backups {
  private final List<Backup> all = new CopyOnWriteArrayList<>();
  private int number;

  @Override
  public synchronized Backup start(boolean incremental) {
    if (incremental && all.isEmpty()) {
      throw new OrbitException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "there is no backup that could be continued");
    }
    String parent = incremental ? all.getLast().id() : "";
    Backup made = new Backup("backup-" + ++number, parent, State.DONE, "", 7, 64, 1_000, "");
    all.add(made);
    return made;
  }

  @Override
  public List<Backup> list() {
    return List.copyOf(all);
  }

  @Override
  public Optional<Backup> find(String id) {
    return all.stream().filter(backup -> backup.id().equals(id)).findAny();
  }

  @Override
  public List<String> verify(String id) {
    require(id);
    return List.of();
  }

  @Override
  public List<Path> folders(String id) {
    require(id);
    try {
      Path folder = Files.createTempDirectory(id);
      Files.writeString(folder.resolve("manifest"), id);
      folder.toFile().deleteOnExit();
      folder.resolve("manifest").toFile().deleteOnExit();
      return List.of(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void delete(String id) {
    require(id);
    all.removeIf(backup -> backup.id().equals(id));
  }

  private void require(String id) {
    if (find(id).isEmpty()) {
      throw new OrbitException(ErrorCode.UNDEFINED_OBJECT, "backup \"" + id + "\" does not exist");
    }
  }
}
