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
 */
public final class Version {
  private static final VarHandle WRITER;
  private static final VarHandle PREVIOUS;

  /** Header, references and fields of version, array or tree object. */
  private static final int OVERHEAD = 56;

  /** Plain values above this many bytes may be several entries of an engine. */
  public static final int LARGE = 8 << 20;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      WRITER = lookup.findVarHandle(Version.class, "writer", CommitStatus.class);
      PREVIOUS = lookup.findVarHandle(Version.class, "previous", Version.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable Object content;
  private final long expiresAt;
  private final byte type;
  private long timestamp;
  private @Nullable CommitStatus writer;
  private @Nullable Version previous;

  private Version(
      @Nullable Object content, byte type, long expiresAt, @Nullable CommitStatus writer) {
    this.content = content;
    this.type = type;
    this.expiresAt = expiresAt;
    this.writer = writer;
  }

  /** A plain value; the array is kept. */
  public static Version plain(
      byte[] value, byte type, long expiresAt, @Nullable CommitStatus writer) {
    return new Version(value, type, expiresAt, writer);
  }

  public static Version composite(
      CompositeTree tree, byte type, long expiresAt, @Nullable CommitStatus writer) {
    return new Version(tree, type, expiresAt, writer);
  }

  /** Says that the record is gone. */
  public static Version tombstone(@Nullable CommitStatus writer) {
    return new Version(null, (byte) 0, 0, writer);
  }

  /** The same content with another expiry. */
  public Version withExpiry(long newExpiresAt, @Nullable CommitStatus newWriter) {
    return new Version(content, type, newExpiresAt, newWriter);
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
    return type;
  }

  public long expiresAt() {
    return expiresAt;
  }

  /** When somebody has to look whether it, or one of its elements, has expired; 0 for never. */
  public long dueAt() {
    if (type != ValueType.EXPIRING_HASH || !(content instanceof CompositeTree tree)) {
      return expiresAt;
    }
    long first = ExpiringElements.firstDue(tree);
    return first == 0 || expiresAt != 0 && expiresAt < first ? expiresAt : first;
  }

  public boolean isExpired(long wallTime) {
    return expiresAt != 0 && expiresAt <= wallTime;
  }

  /** True when a reader at that wall time finds something. */
  public boolean exists(long wallTime) {
    return content != null && !isExpired(wallTime);
  }

  /** The commit timestamp; 0 while its transaction is pending, negative when it was rolled back. */
  public long timestamp() {
    CommitStatus status = (CommitStatus) WRITER.getAcquire(this);
    if (status == null) {
      return timestamp;
    }
    long committed = status.timestamp();
    if (committed > 0) {
      timestamp = committed;
      WRITER.setRelease(this, null);
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
    return content instanceof byte[] bytes ? OVERHEAD + bytes.length : OVERHEAD;
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
      out.set(bytes, 0, bytes.length, type, expiresAt, shownTimestamp);
    } else if (content instanceof CompositeTree tree) {
      out.set(tree, type, expiresAt, shownTimestamp);
    }
  }
}
