package io.orbit.protocol.redis.sketch;

import io.orbit.api.keyspace.Trees;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The pages of a value, as one array of bytes for each layer. One operation on one thread. */
final class Pages {
  static final int BYTES = 512;

  private static final byte[] ZEROS = new byte[BYTES];

  /** A page's place. */
  private record Place(int layer, int page) {
    byte[] key() {
      return ByteBuffer.allocate(6).put((byte) 'p').put((byte) layer).putInt(page).array();
    }
  }

  private final Trees.View tree;
  private final Map<Place, byte[]> read = new HashMap<>();
  private final Set<Place> changed = new HashSet<>();

  Pages(Trees.View tree) {
    this.tree = tree;
  }

  private byte[] page(Place place) {
    return read.computeIfAbsent(
        place,
        each -> {
          byte[] bytes = tree.get(each.key());
          return bytes == null ? ZEROS : bytes;
        });
  }

  int get(int layer, long at) {
    return page(new Place(layer, (int) (at / BYTES)))[(int) (at % BYTES)] & 0xFF;
  }

  void put(int layer, long at, int value) {
    Place place = new Place(layer, (int) (at / BYTES));
    byte[] page = page(place);
    if (changed.add(place)) {
      page = page.clone();
      read.put(place, page);
    }
    page[(int) (at % BYTES)] = (byte) value;
  }

  /** A number of four bytes, counted in such numbers. */
  int getInt(int layer, long index) {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = value << 8 | get(layer, index * Integer.BYTES + i);
    }
    return value;
  }

  void putInt(int layer, long index, int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      put(layer, index * Integer.BYTES + i, value >> (8 * (Integer.BYTES - 1 - i)));
    }
  }

  /** Writes what has changed. */
  void store(Trees.Editor editor) {
    for (Place place : changed) {
      editor.put(place.key(), page(place));
    }
  }
}
