package io.orbit.kernel.transaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What conflict detection knows of a serializable transaction, kept after its commit as long as one
 * that was concurrent lives. Guarded by the conflicts' lock, but for {@link #doomed}.
 */
final class SerializableState {
  static final long NEVER = Long.MAX_VALUE;

  /** Of the snapshots' registry. */
  final int slot;

  final long snapshot;
  final boolean readOnly;
  final Set<RecordName> records = new HashSet<>();
  final List<RangeRead> ranges = new ArrayList<>();

  /** Those that read what this one overwrote, and those that overwrote what this one read. */
  final Set<SerializableState> readers = new LinkedHashSet<>();

  final Set<SerializableState> writers = new LinkedHashSet<>();

  /** When the first of {@link #writers}, or of writers outside, committed. */
  long firstWriterCommit = NEVER;

  /** {@link #NEVER} while active. */
  long commit = NEVER;

  boolean rolledBack;
  volatile boolean doomed;

  SerializableState(int slot, long snapshot, boolean readOnly) {
    this.slot = slot;
    this.snapshot = snapshot;
    this.readOnly = readOnly;
  }

  boolean isActive() {
    return commit == NEVER && !rolledBack;
  }

  /**
   * True when {@code reader → this → some writer} may close a circle: the writer committed before
   * both, and, where the reader writes nothing itself, before the reader's snapshot.
   */
  boolean isDangerousFor(SerializableState reader) {
    return firstWriterCommit != NEVER
        && firstWriterCommit <= commit
        && firstWriterCommit <= reader.commit
        && !reader.rolledBack
        && (!reader.readOnly || firstWriterCommit <= reader.snapshot);
  }
}
