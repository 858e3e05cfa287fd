package io.orbit.kernel.checkpoint;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys that an engine has in some spaces. */
final class WipedKeys implements Iterator<byte[]>, AutoCloseable {
  private final EngineSnapshot snapshot;
  private final Iterator<Integer> spaces;
  private @Nullable EngineCursor cursor;
  private byte @Nullable [] next;

  WipedKeys(EngineSnapshot snapshot, Set<Integer> spaces) {
    this.snapshot = snapshot;
    this.spaces = spaces.iterator();
    advance();
  }

  private void advance() {
    next = null;
    while (next == null) {
      EngineCursor open = cursor;
      if (open != null && open.next()) {
        next = open.key();
      } else if (spaces.hasNext()) {
        close();
        int space = spaces.next();
        cursor =
            snapshot.cursor(
                EngineFormat.spacePrefix(space), EngineFormat.spacePrefix(space + 1), false);
      } else {
        return;
      }
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public byte[] next() {
    byte[] key = next;
    if (key == null) {
      throw new NoSuchElementException();
    }
    advance();
    return key;
  }

  @Override
  public void close() {
    EngineCursor open = cursor;
    if (open != null) {
      open.close();
      cursor = null;
    }
  }
}
