package io.orbit.kernel.checkpoint;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.kernel.checkpoint.EngineFormat.Form;
import io.orbit.kernel.checkpoint.EngineFormat.Head;
import io.orbit.kernel.checkpoint.EngineFormat.Name;
import io.orbit.kernel.record.ColdCursor;
import io.orbit.kernel.record.ColdGeneration;
import io.orbit.kernel.record.Version;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One snapshot of an engine for all who read it until the next checkpoint, closed by the last. */
final class EngineGeneration implements ColdGeneration {
  private final OpenEngine owner;
  private final EngineSnapshot snapshot;

  /** Its owner counts as one while it is current. */
  private final AtomicInteger users = new AtomicInteger(1);

  EngineGeneration(OpenEngine owner, EngineSnapshot snapshot) {
    this.owner = owner;
    this.snapshot = snapshot;
  }

  /** One user more; false when it is closed already. */
  boolean retain() {
    int count = users.get();
    while (count > 0 && !users.compareAndSet(count, count + 1)) {
      count = users.get();
    }
    return count > 0;
  }

  @Override
  public void close() {
    if (users.decrementAndGet() == 0) {
      snapshot.close();
    }
  }

  @Override
  public boolean isCurrent() {
    return owner.isCurrent(this);
  }

  @Override
  public @Nullable Version read(int space, byte[] key) {
    return RecordAssembly.read(snapshot, space, key);
  }

  @Override
  public ColdCursor cursor(int space, byte[] from, byte @Nullable [] to, boolean descending) {
    byte[] begin = EngineFormat.prefix(space, from);
    byte[] end = to == null ? EngineFormat.spacePrefix(space + 1) : EngineFormat.prefix(space, to);
    return new Run(snapshot.cursor(begin, end, descending), space);
  }

  /** The heads of the records; what follows a head is read when it is asked for. */
  private final class Run implements ColdCursor {
    private final EngineCursor cursor;
    private final int space;
    private byte[] key = new byte[0];
    private @Nullable Head head;

    Run(EngineCursor cursor, int space) {
      this.cursor = cursor;
      this.space = space;
    }

    @Override
    public boolean next() {
      while (cursor.next()) {
        Name name = EngineFormat.readName(cursor.key());
        if (name.tag() == EngineFormat.RECORD) {
          key = name.key();
          head = EngineFormat.readHead(cursor.value());
          return true;
        }
      }
      return false;
    }

    @Override
    public byte[] key() {
      return key;
    }

    private Head head() {
      Head read = head;
      if (read == null) {
        throw new IllegalStateException("the cursor stands on no record");
      }
      return read;
    }

    @Override
    public long expiresAt() {
      return head().expiresAt();
    }

    @Override
    public Version version() {
      Head read = head();
      Version version =
          read.form() == Form.PLAIN
              ? new RecordAssembly(read).version()
              : RecordAssembly.read(snapshot, space, key);
      if (version == null) {
        throw RecordAssembly.broken("a record that is gone from its snapshot");
      }
      return version;
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
