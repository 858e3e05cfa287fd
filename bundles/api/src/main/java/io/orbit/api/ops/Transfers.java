package io.orbit.api.ops;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Exports of databases and imports of what was exported, in the background while everybody works.
 * An export is one zip archive of SQL and data files, as of one snapshot. Whoever asks acts with
 * the rights of the user that is named. Thread-safe.
 */
public interface Transfers {
  /** Which way. */
  enum Kind {
    EXPORT,
    IMPORT
  }

  /** What the data files of an archive are. */
  enum Format {
    CSV,
    PARQUET,
    /** No archive: the dump file of a Redis server; imports only. */
    RDB
  }

  /** How far it is. */
  enum State {
    RUNNING,
    DONE,
    FAILED,
    CANCELED
  }

  /**
   * One file of an archive, or one collection.
   *
   * @param name of the collection or script, as {@code public.items}
   * @param rows that are in the archive, or came from it and are committed
   * @param done false while it is worked on, and where only a part came
   */
  record Part(String name, long rows, boolean done) {}

  /**
   * An export or import.
   *
   * @param id its name
   * @param phase what is done now, in words; empty when it has ended
   * @param rows read or written so far
   * @param bytes of the archive, written or read so far
   * @param total how many parts there are; 0 before it is known
   * @param startedAt milliseconds since 1970
   * @param problem why it ended early, and what is not as it was, else empty
   */
  record Transfer(
      String id,
      Kind kind,
      Format format,
      String database,
      State state,
      String phase,
      long rows,
      long bytes,
      int total,
      List<Part> parts,
      long startedAt,
      String problem) {}

  /**
   * Begins to export a database.
   *
   * @throws io.orbit.api.error.OrbitException UNDEFINED_DATABASE, INSUFFICIENT_PRIVILEGE,
   *     OBJECT_IN_USE while too many others run, FEATURE_NOT_SUPPORTED for RDB
   */
  Transfer export(String user, String database, Format format);

  /**
   * Takes an archive, or the dump file of a Redis server, and begins to import it. Reads the stream
   * before it returns. Keys of a dump must not be there yet; what came before one that is stays.
   *
   * @param create whether the database is to be made; otherwise it must be there
   * @throws io.orbit.api.error.OrbitException BAD_COPY_FILE_FORMAT for what is no archive of an
   *     export, UNDEFINED_DATABASE, DUPLICATE_DATABASE, INSUFFICIENT_PRIVILEGE, OBJECT_IN_USE
   */
  Transfer load(String user, String database, boolean create, InputStream archive);

  /** Exports whose archives are there and what ran since the start, oldest first. */
  List<Transfer> list(Kind kind);

  Optional<Transfer> find(Kind kind, String id);

  /**
   * The archive of an export that is done.
   *
   * @throws io.orbit.api.error.OrbitException UNDEFINED_OBJECT, OBJECT_NOT_IN_PREREQUISITE_STATE
   *     where there is none (yet)
   */
  Path archive(String id);

  /** Asks it to stop; nothing happens where it has ended. */
  void cancel(Kind kind, String id);

  /**
   * Forgets it, and removes an export's archive.
   *
   * @throws io.orbit.api.error.OrbitException UNDEFINED_OBJECT, OBJECT_IN_USE while it runs
   */
  void delete(Kind kind, String id);
}
