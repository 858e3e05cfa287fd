package io.orbit.keyspace;

import io.orbit.api.storage.Composite;
import io.orbit.api.storage.RecordOperation;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a record under an operation: makes the composite with its first element, removes
 * the record with its last one.
 */
final class CompositeEditor {
  private final RecordOperation operation;
  private final byte type;
  private final boolean existed;
  private boolean changed;

  /**
   * @param replacing whether the record begins anew, whatever it held
   */
  CompositeEditor(RecordOperation operation, byte type, boolean replacing) {
    this.operation = operation;
    this.type = type;
    this.existed = operation.exists();
    if (replacing) {
      operation.createComposite(type, 0);
      changed = true;
    } else if (existed && operation.current().type() != type) {
      throw Access.wrongType();
    }
  }

  /** The elements as they are now, until the next change; null before the first one. */
  @Nullable Composite elements() {
    return operation.exists() ? operation.current().composite() : null;
  }

  long size() {
    Composite elements = elements();
    return elements == null ? 0 : elements.size();
  }

  boolean get(byte[] key, Composite.ElementView out) {
    Composite elements = elements();
    return elements != null && elements.get(key, 0, key.length, out);
  }

  void put(byte[] key, byte[] value) {
    if (!operation.exists()) {
      operation.createComposite(type, 0);
    }
    operation.putElement(key, value);
    changed = true;
  }

  void remove(byte[] key) {
    operation.removeElement(key);
    changed = true;
  }

  /** Removes what is left of an empty record; false when there is nothing to commit. */
  boolean finish() {
    if (!changed) {
      return false;
    }
    if (size() > 0) {
      return true;
    }
    operation.delete();
    return existed;
  }
}
