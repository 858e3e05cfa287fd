package io.orbit.kernel.backup;

import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.StorageEngineFactory;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./orbit restore}: lists backups, verifies one, or makes the store of a new data folder
 * from it. Engines are found by {@link ServiceLoader}.
 *
 * <pre>
 * RestoreCommand list FOLDER
 * RestoreCommand verify BACKUP
 * RestoreCommand restore BACKUP DIR [--until TIME | --position POSITION]
 * </pre>
 *
 * Exit status 0 when done, 1 when something is damaged or cannot be done, 2 for wrong arguments.
 */
public final class RestoreCommand {
  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;

  private final Iterable<StorageEngineFactory> engines;
  private final PrintStream out;

  RestoreCommand(Iterable<StorageEngineFactory> engines, PrintStream out) {
    this.engines = engines;
    this.out = out;
  }

  public static void main(String[] arguments) {
    RestoreCommand command =
        new RestoreCommand(ServiceLoader.load(StorageEngineFactory.class), System.out);
    System.exit(command.run(List.of(arguments)));
  }

  int run(List<String> arguments) {
    try {
      return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
        case "list" -> list(arguments);
        case "verify" -> verify(arguments);
        case "restore" -> restore(arguments);
        default -> usage();
      };
    } catch (OrbitException e) {
      out.println(e.getMessage() + (e.hint() == null ? "" : ". " + e.hint()));
      return FAILED;
    } catch (DateTimeException | NumberFormatException e) {
      out.println(e.getMessage());
      return WRONG_ARGUMENTS;
    }
  }

  private int usage() {
    out.println("usage: ./orbit restore BACKUP DIR [--until TIME | --position POSITION]");
    return WRONG_ARGUMENTS;
  }

  private int list(List<String> arguments) {
    if (arguments.size() != 2) {
      return usage();
    }
    for (Manifest backup : new BackupFolder(Path.of(arguments.get(1))).list()) {
      out.println(describe(backup));
    }
    return 0;
  }

  private static String describe(Manifest backup) {
    return "%s  %s  position %d  %,d bytes%s"
        .formatted(
            backup.id(),
            Instant.ofEpochMilli(backup.taken()),
            backup.to(),
            backup.bytes(),
            backup.isFull() ? "" : "  continues " + backup.parent());
  }

  private int verify(List<String> arguments) {
    if (arguments.size() != 2) {
      return usage();
    }
    Path path = Path.of(arguments.get(1));
    BackupFolder folder = folderOf(path);
    Manifest last = find(folder, path);
    int wrong = 0;
    for (Manifest backup : folder.chain(last)) {
      List<String> found = folder.verify(backup);
      out.println(describe(backup) + (found.isEmpty() ? "  sound" : "  DAMAGED"));
      found.forEach(out::println);
      wrong += found.size();
    }
    return wrong == 0 ? 0 : FAILED;
  }

  private static BackupFolder folderOf(Path backup) {
    return new BackupFolder(Objects.requireNonNull(backup.toAbsolutePath().getParent()));
  }

  private static Manifest find(BackupFolder folder, Path backup) {
    String id = String.valueOf(backup.getFileName());
    return folder
        .find(id)
        .orElseThrow(
            () ->
                new OrbitException(
                    io.orbit.api.error.ErrorCode.UNDEFINED_OBJECT, backup + " is no backup"));
  }

  private int restore(List<String> arguments) {
    if (arguments.size() != 3 && arguments.size() != 5) {
      return usage();
    }
    Path backup = Path.of(arguments.get(1));
    Path target = Path.of(arguments.get(2)).toAbsolutePath();
    Restore.Until until =
        arguments.size() == 3 ? Restore.Until.END : until(arguments.get(3), arguments.get(4));
    BackupFolder folder = folderOf(backup);
    Manifest last = find(folder, backup);
    Path store = target.resolve("store");
    createFolder(target);
    new Restore(folder, this::engine, out::println).run(last, store, until);
    if (until.isEnd()) {
      List<String> wrong = RestoreCheck.run(last, store, this::engine, out::println);
      wrong.forEach(out::println);
      if (!wrong.isEmpty()) {
        return FAILED;
      }
    }
    out.println("Restored to " + target + ".");
    return 0;
  }

  private static void createFolder(Path target) {
    try {
      Files.createDirectories(target);
    } catch (java.io.IOException e) {
      throw io.orbit.api.storage.DiskErrors.of(e, "creating " + target);
    }
  }

  private static Restore.Until until(String option, String value) {
    return switch (option) {
      case "--until" ->
          new Restore.Until(OffsetDateTime.parse(value).toInstant().toEpochMilli(), Long.MAX_VALUE);
      case "--position" -> new Restore.Until(Long.MAX_VALUE, Long.parseLong(value));
      default -> throw new NumberFormatException("there is no option " + option);
    };
  }

  private @Nullable StorageEngineFactory engine(String name) {
    for (StorageEngineFactory factory : engines) {
      if (factory.name().equals(name)) {
        return factory;
      }
    }
    return null;
  }
}
