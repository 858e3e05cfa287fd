package io.orbit.kernel.record;

import io.orbit.api.storage.ExpiringElements;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.ValueType;
import io.orbit.kernel.composite.CompositeTree;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What a record held from one commit to the next. This class is the only one that knows how a
 * version is represented; records chain them from the newest to the oldest that anybody may read.
 *
 * <p>Content never changes. The timestamp is written once: before publication by a single-record
 * operation, or lazily, by whoever reads it first, from the {@link CommitStatus} of its
 * transaction.
 *
 * <p>What most versions are has a class of its own that says it, and so no field that does: a
 * string or a row without expiry that no transaction wrote, or that came from the engine, takes 24
 * bytes where one that may be anything takes 40.
 */
public abstract sealed class Version {
  private static final VarHandle PREVIOUS;

  /** Header, references and fields of the smallest version, and of its array. */
  private static final int OVERHEAD = 40;

  /** Plain values above this many bytes may be several entries of an engine. */
  public static final int LARGE = 8 << 20;

  static {
    try {
      PREVIOUS = MethodHandles.lookup().findVarHandle(Version.class, "previous", Version.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable Object content;
  private long timestamp;
  private @Nullable Version previous;

  private Version(@Nullable Object content) {
    this.content = content;
  }

  /** A {@link ValueType#STRING} without expiry. */
  private static final class Text extends Version {
    Text(byte[] content) {
      super(content);
    }
  }

  /** A {@link ValueType#ROW} without expiry. */
  private static final class Row extends Version {
    Row(byte[] content) {
      super(content);
    }
  }

  /** Anything, be it of a transaction whose end is still to come. */
  private static final class Any extends Version {
    private static final VarHandle WRITER;

    /** More than the other classes take. */
    private static final int MORE = 16;

    static {
      try {
        WRITER = MethodHandles.lookup().findVarHandle(Any.class, "writer", CommitStatus.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private final long expiresAt;
    private final byte type;
    private @Nullable CommitStatus writer;

    Any(@Nullable Object content, byte type, long expiresAt, @Nullable CommitStatus writer) {
      super(content);
      this.type = type;
      this.expiresAt = expiresAt;
      this.writer = writer;
    }

    @Nullable CommitStatus writer() {
      return (CommitStatus) WRITER.getAcquire(this);
    }

    /** The timestamp has been written: nobody needs to ask the transaction. */
    void forgetWriter() {
      WRITER.setRelease(this, null);
    }
  }

  private static Version of(
      @Nullable Object content, byte type, long expiresAt, @Nullable CommitStatus writer) {
    if (writer == null && expiresAt == 0 && content instanceof byte[] bytes) {
      if (type == ValueType.STRING) {
        return new Text(bytes);
      }
      if (type == ValueType.ROW) {
        return new Row(bytes);
      }
    }
    return new Any(content, type, expiresAt, writer);
  }

  /** A plain value; the array is kept. */
  public static Version plain(
      byte[] value, byte type, long expiresAt, @Nullable CommitStatus writer) {
    return of(value, type, expiresAt, writer);
  }

  public static Version composite(
      CompositeTree tree, byte type, long expiresAt, @Nullable CommitStatus writer) {
    return of(tree, type, expiresAt, writer);
  }

  /** Says that the record is gone. */
  public static Version tombstone(@Nullable CommitStatus writer) {
    return new Any(null, (byte) 0, 0, writer);
  }

  /** The same content with another expiry. */
  public Version withExpiry(long newExpiresAt, @Nullable CommitStatus newWriter) {
    return of(content, type(), newExpiresAt, newWriter);
  }

  public boolean isTombstone() {
    return content == null;
  }

  /** The elements of a composite, or null. */
  public @Nullable CompositeTree tree() {
    return content instanceof CompositeTree tree ? tree : null;
  }

  /** The bytes of a plain value, or null. */
  public byte @Nullable [] bytes() {
    return content instanceof byte[] bytes ? bytes : null;
  }

  public byte type() {
    return this instanceof Any any
        ? any.type
        : this instanceof Text ? ValueType.STRING : ValueType.ROW;
  }

  public long expiresAt() {
    return this instanceof Any any ? any.expiresAt : 0;
  }

  /** When somebody has to look whether it, or one of its elements, has expired; 0 for never. */
  public long dueAt() {
    long expiresAt = expiresAt();
    if (type() != ValueType.EXPIRING_HASH || !(content instanceof CompositeTree tree)) {
      return expiresAt;
    }
    long first = ExpiringElements.firstDue(tree);
    return first == 0 || expiresAt != 0 && expiresAt < first ? expiresAt : first;
  }

  public boolean isExpired(long wallTime) {
    long expiresAt = expiresAt();
    return expiresAt != 0 && expiresAt <= wallTime;
  }

  /** True when a reader at that wall time finds something. */
  public boolean exists(long wallTime) {
    return content != null && !isExpired(wallTime);
  }

  /** The commit timestamp; 0 while its transaction is pending, negative when it was rolled back. */
  public long timestamp() {
    if (!(this instanceof Any any)) {
      return timestamp;
    }
    CommitStatus status = any.writer();
    if (status == null) {
      return timestamp;
    }
    long committed = status.timestamp();
    if (committed > 0) {
      timestamp = committed;
      any.forgetWriter();
    }
    return committed;
  }

  /** Before publication only. */
  public void stamp(long commitTimestamp) {
    timestamp = commitTimestamp;
  }

  public @Nullable Version previous() {
    return (Version) PREVIOUS.getAcquire(this);
  }

  /** Before publication only. */
  public void follow(@Nullable Version older) {
    previous = older;
  }

  /** The newest version at or below a timestamp, from this one on, or null. */
  @Nullable Version visibleAt(long snapshot) {
    Version version = this;
    while (version != null) {
      long committed = version.timestamp();
      if (committed > 0 && committed <= snapshot) {
        return version;
      }
      version = version.previous();
    }
    return null;
  }

  /** Leaves out what lies between this version and an older one; see {@link VersionChain}. */
  void skipTo(@Nullable Version older) {
    PREVIOUS.setRelease(this, older);
  }

  /** Heap that this version adds; a composite's elements are counted by {@link #treeBytes}. */
  public long bytesHeld() {
    int overhead = this instanceof Any ? OVERHEAD + Any.MORE : OVERHEAD;
    return content instanceof byte[] bytes ? overhead + bytes.length : overhead;
  }

  /** True when an engine may hold it as several entries. */
  boolean isLarge() {
    return content instanceof CompositeTree
        || content instanceof byte[] bytes && bytes.length > LARGE;
  }

  public long treeBytes() {
    return content instanceof CompositeTree tree ? tree.bytes() : 0;
  }

  public void show(RecordView out, long shownTimestamp) {
    if (content instanceof byte[] bytes) {
      out.set(bytes, 0, bytes.length, type(), expiresAt(), shownTimestamp);
    } else if (content instanceof CompositeTree tree) {
      out.set(tree, type(), expiresAt(), shownTimestamp);
    }
  }
}
