package io.orbit.api.ops;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Backups of the store, made while it is in use. Restoring is an offline task. Thread-safe. */
public interface Backups {
  /** How far a backup is. */
  enum State {
    RUNNING,
    DONE,
    FAILED
  }

  /**
   * A backup.
   *
   * @param id its name, and that of its folder
   * @param parent the backup that it continues; empty for a full one
   * @param phase what is done now, in words; empty when it has ended
   * @param bytes written so far
   * @param position of the log up to which it goes; 0 before it is known
   * @param takenAt the moment it stands for, milliseconds since 1970; before it is known, that at
   *     which it began
   * @param problem why it failed, else empty
   */
  record Backup(
      String id,
      String parent,
      State state,
      String phase,
      long bytes,
      long position,
      long takenAt,
      String problem) {}

  /**
   * Begins a backup, which goes on in the background.
   *
   * @param incremental only what was committed since the newest backup
   * @throws io.orbit.api.error.OrbitException OBJECT_IN_USE while another runs,
   *     OBJECT_NOT_IN_PREREQUISITE_STATE when there is none that could be continued
   */
  Backup start(boolean incremental);

  /** Those that are there, oldest first, then the one that runs or has failed last. */
  List<Backup> list();

  Optional<Backup> find(String id);

  /**
   * Reads all files of a backup and of those it continues; answers what is wrong.
   *
   * @throws io.orbit.api.error.OrbitException UNDEFINED_OBJECT
   */
  List<String> verify(String id);

  /**
   * The folders of a backup and of those it continues, the full one first: all that a restore
   * needs.
   *
   * @throws io.orbit.api.error.OrbitException UNDEFINED_OBJECT, OBJECT_NOT_IN_PREREQUISITE_STATE
   *     when one that it continues is not there
   */
  List<Path> folders(String id);

  /**
   * Removes a backup.
   *
   * @throws io.orbit.api.error.OrbitException UNDEFINED_OBJECT, DEPENDENT_OBJECTS_STILL_EXIST while
   *     another continues it, OBJECT_IN_USE while it is made
   */
  void delete(String id);
}
