package io.orbit.transfer;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Transfers;
import io.orbit.api.security.Session;
import io.orbit.api.storage.DiskErrors;
import io.orbit.transfer.archive.Manifest;
import io.orbit.transfer.export.Exporter;
import io.orbit.transfer.load.DumpImporter;
import io.orbit.transfer.load.Importer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Exports and imports of a running server, each on a thread of its own. */
public final class DatabaseTransfers implements Transfers, AutoCloseable {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
  private static final String ZIP = ".zip";
  private static final String PARTIAL = ".partial";
  private static final int MOST_RUNNING = 4;
  private static final int MOST_REMEMBERED = 100;

  private final Services services;
  private final Path exports;
  private final Path imports;
  private final int batch;
  private final Map<String, RunningTransfer> all = new ConcurrentHashMap<>();

  public DatabaseTransfers(Services services) {
    this(services, Importer.BATCH);
  }

  /**
   * @param batch rows that an import commits together
   */
  DatabaseTransfers(Services services, int batch) {
    this.services = services;
    this.batch = batch;
    exports = services.server().dataDirectory().resolve("exports");
    imports = services.server().dataDirectory().resolve("imports");
    clean();
  }

  /** What a server that was killed had begun. */
  private void clean() {
    for (Path folder : List.of(exports, imports)) {
      for (Path file : files(folder)) {
        if (folder.equals(imports) || file.toString().endsWith(PARTIAL)) {
          delete(file);
        }
      }
    }
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException failure) {
      throw DiskErrors.of(failure, "reading " + folder);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw DiskErrors.of(failure, "removing " + file);
    }
  }

  // ---- begin

  private synchronized RunningTransfer begin(Kind kind, Format format, String database) {
    long running = all.values().stream().filter(RunningTransfer::isRunning).count();
    if (running >= MOST_RUNNING) {
      throw new OrbitException(
              ErrorCode.OBJECT_IN_USE, running + " exports and imports are running")
          .withHint("Wait until one has ended, or cancel one.");
    }
    forgetOldest();
    long now = System.currentTimeMillis();
    String base =
        NAME.format(Instant.ofEpochMilli(now))
            + "-"
            + Names.file(database)
            + "-"
            + format.name().toLowerCase(Locale.ROOT);
    String id = base;
    for (int number = 2; isTaken(kind, id); number++) {
      id = base + "-" + number;
    }
    RunningTransfer transfer = new RunningTransfer(id, kind, format, database, now);
    all.put(key(kind, id), transfer);
    return transfer;
  }

  private boolean isTaken(Kind kind, String id) {
    return all.containsKey(key(kind, id)) || Files.exists(exports.resolve(id + ZIP));
  }

  private static String key(Kind kind, String id) {
    return kind + "/" + id;
  }

  private void forgetOldest() {
    if (all.size() >= MOST_REMEMBERED) {
      all.values().stream()
          .filter(transfer -> !transfer.isRunning())
          .map(RunningTransfer::describe)
          .min(Comparator.comparingLong(Transfer::startedAt))
          .ifPresent(oldest -> all.remove(key(oldest.kind(), oldest.id())));
    }
  }

  @Override
  public Transfer export(String user, String database, Format format) {
    if (format == Format.RDB) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "an export is CSV or Parquet; RDB is for imports");
    }
    Session session = services.open(user, database);
    try {
      RunningTransfer transfer = begin(Kind.EXPORT, format, session.database().name());
      transfer.start(session, () -> write(transfer, session));
      return transfer.describe();
    } catch (RuntimeException refused) {
      session.close();
      throw refused;
    }
  }

  private void write(RunningTransfer transfer, Session session) throws IOException {
    Transfer described = transfer.describe();
    Files.createDirectories(exports);
    Path partial = exports.resolve(described.id() + ZIP + PARTIAL);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
      Exporter.run(services, services.sql(session), described.format(), transfer, out);
    } catch (IOException | RuntimeException failure) {
      Files.deleteIfExists(partial);
      throw failure;
    }
    Path whole = exports.resolve(described.id() + ZIP);
    Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public Transfer load(String user, String database, boolean create, InputStream archive) {
    Path spooled = spool(archive);
    try {
      Format format = formatOf(spooled);
      if (create) {
        try (SqlSession sql = services.sql(services.open(user, ""))) {
          sql.run("CREATE DATABASE " + Names.identifier(database));
        }
      }
      Session session = services.open(user, database);
      try {
        RunningTransfer transfer = begin(Kind.IMPORT, format, database);
        transfer.start(session, () -> read(transfer, session, spooled));
        return transfer.describe();
      } catch (RuntimeException refused) {
        session.close();
        throw refused;
      }
    } catch (RuntimeException refused) {
      delete(spooled);
      throw refused;
    }
  }

  private Path spool(InputStream archive) {
    try {
      Files.createDirectories(imports);
      Path file = Files.createTempFile(imports, "import", ZIP);
      try {
        Files.copy(archive, file, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException failure) {
        Files.deleteIfExists(file);
        throw failure;
      }
      return file;
    } catch (IOException failure) {
      throw DiskErrors.of(failure, "receiving an archive");
    }
  }

  private static Format formatOf(Path archive) {
    if (DumpImporter.isDump(archive)) {
      return Format.RDB;
    }
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return Manifest.read(zip).format();
    } catch (IOException failure) {
      throw new OrbitException(
          ErrorCode.BAD_COPY_FILE_FORMAT,
          "this is neither the archive of an export nor the dump of a Redis server: "
              + failure.getMessage(),
          failure);
    }
  }

  private void read(RunningTransfer transfer, Session session, Path archive) throws IOException {
    if (transfer.describe().format() == Format.RDB) {
      try {
        new DumpImporter(services, services.sql(session), transfer, archive, batch).run();
      } finally {
        Files.deleteIfExists(archive);
      }
      return;
    }
    Path temporary = archive.resolveSibling(archive.getFileName() + ".parquet");
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      new Importer(services, services.sql(session), transfer, zip, temporary, batch).run();
    } finally {
      Files.deleteIfExists(temporary);
      Files.deleteIfExists(archive);
    }
  }

  // ---- what there is

  @Override
  public List<Transfer> list(Kind kind) {
    List<Transfer> found =
        new ArrayList<>(
            all.values().stream()
                .map(RunningTransfer::describe)
                .filter(transfer -> transfer.kind() == kind)
                .toList());
    if (kind == Kind.EXPORT) {
      for (Path file : files(exports)) {
        String name = file.getFileName().toString();
        if (name.endsWith(ZIP) && !all.containsKey(key(kind, id(name)))) {
          found.add(earlier(file));
        }
      }
    }
    found.sort(Comparator.comparingLong(Transfer::startedAt).thenComparing(Transfer::id));
    return found;
  }

  private static String id(String fileName) {
    return fileName.substring(0, fileName.length() - ZIP.length());
  }

  /** An archive from before the last start. */
  private static Transfer earlier(Path file) {
    String id = id(file.getFileName().toString());
    String database = id.replaceFirst("^[^-]*-", "").replaceFirst("-[a-z]+(-\\d+)?$", "");
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Manifest manifest = Manifest.read(zip);
      List<Part> parts =
          manifest.entries().stream()
              .filter(
                  entry ->
                      entry.what() == Manifest.What.TABLE || entry.what() == Manifest.What.REDIS)
              .map(entry -> new Part(entry.name(), entry.rows(), true))
              .toList();
      return new Transfer(
          id,
          Kind.EXPORT,
          manifest.format(),
          database,
          State.DONE,
          "",
          parts.stream().mapToLong(Part::rows).sum(),
          Files.size(file),
          parts.size(),
          parts,
          Files.getLastModifiedTime(file).toMillis(),
          "");
    } catch (IOException | OrbitException damaged) {
      return new Transfer(
          id,
          Kind.EXPORT,
          Format.CSV,
          database,
          State.FAILED,
          "",
          0,
          0,
          0,
          List.of(),
          0,
          "the archive cannot be read: " + damaged.getMessage());
    }
  }

  @Override
  public Optional<Transfer> find(Kind kind, String id) {
    return list(kind).stream().filter(transfer -> transfer.id().equals(id)).findFirst();
  }

  private Transfer require(Kind kind, String id) {
    return find(kind, id)
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.UNDEFINED_OBJECT,
                    kind.name().toLowerCase(Locale.ROOT) + " \"" + id + "\" does not exist"));
  }

  @Override
  public Path archive(String id) {
    Transfer found = require(Kind.EXPORT, id);
    Path file = exports.resolve(id + ZIP);
    if (found.state() != State.DONE || !Files.exists(file)) {
      throw new OrbitException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "export "
              + id
              + " has no archive: it is "
              + found.state().name().toLowerCase(Locale.ROOT));
    }
    return file;
  }

  @Override
  public void cancel(Kind kind, String id) {
    require(kind, id);
    RunningTransfer running = all.get(key(kind, id));
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public void delete(Kind kind, String id) {
    Transfer found = require(kind, id);
    if (found.state() == State.RUNNING) {
      throw new OrbitException(
              ErrorCode.OBJECT_IN_USE,
              kind.name().toLowerCase(Locale.ROOT) + " " + id + " is running")
          .withHint("Cancel it first.");
    }
    all.remove(key(kind, id));
    if (kind == Kind.EXPORT) {
      delete(exports.resolve(id + ZIP));
    }
  }

  /** Stops all that run and waits for them. */
  @Override
  public void close() {
    all.values().forEach(RunningTransfer::cancel);
    all.values().forEach(RunningTransfer::await);
  }
}
