package io.orbit.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The model: the sorted map that an engine has to equal. */
public final class Contents extends TreeMap<byte[], byte[]> {
  private static final long serialVersionUID = 1L;
  private static final byte[] FIRST = {};

  /** An empty map. */
  public Contents() {
    super(Arrays::compareUnsigned);
  }

  /** A copy, which later changes leave as it is. */
  public Contents(Contents other) {
    super(other);
  }

  /** Does to the model what {@code apply} does to the engine. */
  public void apply(Changes changes) {
    changes.forEach(
        (key, value) -> {
          if (value.isPresent()) {
            put(key, value.get());
          } else {
            remove(key);
          }
        });
  }

  /** Everything the snapshot answers, up and down, is what the model holds. */
  public void assertEqualTo(EngineSnapshot snapshot) {
    assertRange(snapshot, FIRST, null);
  }

  /** The cursors over {@code from <= key < to}, up and down, run over what the model holds. */
  public void assertRange(EngineSnapshot snapshot, byte[] from, byte @Nullable [] to) {
    NavigableMap<byte[], byte[]> expected = tailMap(from, true);
    if (to != null) {
      expected =
          Arrays.compareUnsigned(from, to) < 0 ? expected.headMap(to, false) : new Contents();
    }
    assertRun(snapshot, from, to, false, expected);
    assertRun(snapshot, from, to, true, expected.descendingMap());
  }

  private static void assertRun(
      EngineSnapshot snapshot,
      byte[] from,
      byte @Nullable [] to,
      boolean descending,
      NavigableMap<byte[], byte[]> expected) {
    Iterator<Map.Entry<byte[], byte[]>> entries = expected.entrySet().iterator();
    try (EngineCursor cursor = snapshot.cursor(from, to, descending)) {
      int row = 0;
      while (cursor.next()) {
        assertThat(entries.hasNext()).as("row %d more than the model holds", row).isTrue();
        Map.Entry<byte[], byte[]> entry = entries.next();
        assertThat(cursor.key()).as("key of row %d", row).isEqualTo(entry.getKey());
        assertSame(cursor.value(), entry.getValue());
        row++;
      }
      assertThat(entries.hasNext()).as("the run ended after %d rows", row).isFalse();
      assertThat(cursor.next()).as("next after the end").isFalse();
    }
  }

  /** The point reads of every key that the model or the probes hold. */
  public void assertGets(EngineSnapshot snapshot, Iterable<byte[]> probes) {
    for (byte[] key : probes) {
      byte[] expected = get(key);
      byte[] actual = snapshot.get(key);
      if (expected == null) {
        assertThat(actual).as("value of a key that is not there").isNull();
      } else {
        assertThat(actual).as("value of a key that is there").isNotNull();
        assertSame(actual, expected);
      }
    }
  }

  private static void assertSame(byte @Nullable [] actual, byte[] expected) {
    if (!Arrays.equals(actual, expected)) {
      assertThat(actual).isEqualTo(expected);
    }
  }
}
