package io.orbit.kernel.transaction;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.RecordView;
import io.orbit.kernel.composite.CompositeTree;
import io.orbit.kernel.composite.Edit;
import io.orbit.kernel.record.CommitStatus;
import io.orbit.kernel.record.Version;
import org.jspecify.annotations.Nullable;

/** What an operation makes of a record: the last word on each of its properties. Reused. */
final class RecordEdit {
  private enum Change {
    NONE,
    VALUE,
    EXPIRY,
    ELEMENTS,
    REMOVAL
  }

  private static final byte[] NONE = new byte[0];

  private final RecordView view = new RecordView();
  private Change change = Change.NONE;
  private @Nullable Version before;
  private byte type;
  private long expiresAt;
  private byte[] value = NONE;
  private @Nullable Edit elements;
  private boolean created;

  /**
   * Begins with what the record holds.
   *
   * @param existing what a reader sees now, or null when it sees nothing
   */
  void begin(@Nullable Version existing) {
    before = existing;
    change = Change.NONE;
    elements = null;
    created = false;
    value = NONE;
    if (existing != null) {
      type = existing.type();
      expiresAt = existing.expiresAt();
    }
  }

  boolean isChanged() {
    return change != Change.NONE;
  }

  boolean isRemoval() {
    return change == Change.REMOVAL;
  }

  boolean exists() {
    return change == Change.NONE ? before != null : change != Change.REMOVAL;
  }

  RecordView view() {
    return view;
  }

  /** Fills the view, which depends on this operation's own changes. */
  RecordView current(long timestamp) {
    Version old = before;
    Edit edit = elements;
    if (change == Change.VALUE) {
      view.set(value, 0, value.length, type, expiresAt, 0);
    } else if (edit != null) {
      view.set(edit.peek(), type, expiresAt, 0);
    } else if (old != null && change == Change.EXPIRY) {
      old.withExpiry(expiresAt, null).show(view, 0);
    } else if (old != null) {
      old.show(view, timestamp);
    }
    return view;
  }

  void put(byte newType, byte[] source, int offset, int length, long newExpiresAt) {
    byte[] copy = new byte[length];
    System.arraycopy(source, offset, copy, 0, length);
    elements = null;
    value = copy;
    type = newType;
    expiresAt = newExpiresAt;
    change = Change.VALUE;
  }

  void delete() {
    elements = null;
    change = Change.REMOVAL;
  }

  void expireAt(long newExpiresAt) {
    if (!exists()) {
      throw new IllegalStateException("there is no record whose expiry could change");
    }
    expiresAt = newExpiresAt;
    if (change == Change.NONE) {
      change = Change.EXPIRY;
    }
  }

  void createComposite(byte newType, long newExpiresAt) {
    elements = CompositeTree.EMPTY.edit();
    created = true;
    type = newType;
    expiresAt = newExpiresAt;
    change = Change.ELEMENTS;
  }

  /** The composite's edit, begun if need be. */
  Edit elements() {
    Edit edit = elements;
    if (edit != null) {
      return edit;
    }
    Version old = before;
    CompositeTree tree =
        old == null || change == Change.VALUE || change == Change.REMOVAL ? null : old.tree();
    if (tree == null) {
      throw new OrbitException(
          ErrorCode.WRONG_VALUE_TYPE, "The record holds no composite value to change");
    }
    Edit begun = tree.edit();
    elements = begun;
    change = Change.ELEMENTS;
    return begun;
  }

  /** True when the elements do not descend from what the record held. */
  boolean isCreated() {
    return created && change == Change.ELEMENTS;
  }

  byte type() {
    return type;
  }

  long expiresAt() {
    return expiresAt;
  }

  boolean isValue() {
    return change == Change.VALUE;
  }

  byte[] value() {
    return value;
  }

  /** True when only the expiry of a plain value changes. */
  boolean isExpiryOfPlain() {
    Version old = before;
    return change == Change.EXPIRY && old != null && old.tree() == null;
  }

  /** The version it comes to. */
  Version finish(@Nullable CommitStatus writer) {
    Version old = before;
    Edit edit = elements;
    return switch (change) {
      case VALUE -> Version.plain(value, type, expiresAt, writer);
      case REMOVAL -> Version.tombstone(writer);
      case ELEMENTS -> {
        if (edit == null) {
          throw new IllegalStateException("elements without an edit");
        }
        yield Version.composite(edit.finish(), type, expiresAt, writer);
      }
      case EXPIRY -> {
        if (old == null) {
          throw new IllegalStateException("an expiry without a record");
        }
        yield old.withExpiry(expiresAt, writer);
      }
      case NONE -> throw new IllegalStateException("nothing has changed");
    };
  }
}
