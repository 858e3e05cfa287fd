package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.RecordOperation;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What data types over composites share: finding, changing and walking one. Rows are hashes, so
 * that any of these commands is refused on a key that names one.
 *
 * @param <E> what a change works with
 */
abstract class StoreComposites<E> {
  private final Access access;
  private final Rows rows;
  private final byte type;

  StoreComposites(Access access, Rows rows, byte type) {
    this.access = access;
    this.rows = rows;
    this.type = type;
  }

  abstract E editor(CompositeEditor elements);

  /** Whether a change may serve somebody who waits. */
  boolean fills(E editor) {
    return true;
  }

  /** Before a change is committed. */
  void check(E editor) {}

  /** After a change was committed. */
  void committed(ByteRange key, E editor) {}

  final @Nullable Composite find(ByteRange key) {
    if (access.rowOf(key) != null) {
      rows.refuseExisting(key);
      return null;
    }
    if (!access.find(key)) {
      return null;
    }
    if (access.view.type() != type) {
      throw Access.wrongType();
    }
    return access.view.composite();
  }

  public final <T extends @Nullable Object> T change(ByteRange key, Function<? super E, T> change) {
    return run(key, false, change);
  }

  public final void replace(ByteRange key, Consumer<? super E> filler) {
    Boolean ignored =
        run(
            key,
            true,
            editor -> {
              filler.accept(editor);
              return true;
            });
  }

  private <T extends @Nullable Object> T run(
      ByteRange key, boolean replacing, Function<? super E, T> change) {
    if (access.rowOf(key) != null) {
      throw rows.refuseWrite(key);
    }
    RecordOperation operation = access.begin(key);
    try {
      CompositeEditor elements = new CompositeEditor(operation, type, replacing);
      E editor = editor(elements);
      T result = change.apply(editor);
      check(editor);
      if (elements.finish()) {
        KeyEvent announced = access.announced();
        boolean removed = replacing && !operation.exists() && announced != null;
        access.commit(operation, fills(editor), removed ? KeyEvent.DELETED : announced);
        committed(key, editor);
      }
      return result;
    } finally {
      access.end();
    }
  }
}
