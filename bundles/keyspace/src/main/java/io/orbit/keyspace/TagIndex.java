package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.Trees;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.RecordView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which keys' values have a tag ({@link Trees#TAG}): a hash a tag among the {@link Internals},
 * written in the transaction that writes the value. A key that goes, in whichever way, leaves its
 * entries behind: readers look at the value itself, and when a hash has grown to twice what was
 * alive in it, its dead entries are removed; so an entry costs O(1) in the long run.
 */
final class TagIndex {
  /** Of a hash: how large it may be before it is swept; keys' entries begin with another byte. */
  private static final byte[] LIMIT = {0};

  private static final byte KEY = 1;
  private static final int FIRST_LIMIT = 64;
  private static final byte[] PREFIX = "tag".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];

  private final Access access;
  private final StoreKeyspace keyspace;

  TagIndex(Access access, StoreKeyspace keyspace) {
    this.access = access;
    this.keyspace = keyspace;
  }

  /** The tag that an element's key is; null for another element. */
  static byte @Nullable [] tagOf(byte[] elementKey) {
    return elementKey.length > 0 && elementKey[0] == Trees.TAG
        ? java.util.Arrays.copyOfRange(elementKey, 1, elementKey.length)
        : null;
  }

  private static ByteRange name(int space, byte[] tag) {
    return ByteRange.of(
        ByteBuffer.allocate(PREFIX.length + 5 + tag.length)
            .put(PREFIX)
            .put((byte) 0)
            .putInt(space)
            .put(tag)
            .array());
  }

  private static ByteRange field(ByteRange key) {
    return ByteRange.of(
        ByteBuffer.allocate(1 + key.length())
            .put(KEY)
            .put(key.array(), key.offset(), key.length())
            .array());
  }

  /** Notes that a key's value has a tag. Inside a transaction. */
  void add(int space, ByteRange key, byte[] tag) {
    Hashes hashes = keyspace.internals();
    ByteRange name = name(space, tag);
    if (hashes.set(name, List.of(field(key), ByteRange.of(NOTHING))) > 0
        && hashes.size(name) > limit(hashes, name)) {
      sweep(hashes, name, space, tag);
    }
  }

  private static long limit(Hashes hashes, ByteRange name) {
    ByteRange limit = new ByteRange();
    return hashes.get(name, ByteRange.of(LIMIT), limit)
        ? ByteBuffer.wrap(limit.copy()).getLong()
        : FIRST_LIMIT;
  }

  private void sweep(Hashes hashes, ByteRange name, int space, byte[] tag) {
    access.requireWaiting();
    List<ByteRange> dead = new ArrayList<>();
    long live = 0;
    for (byte[] key : entries(hashes, name)) {
      if (has(space, key, tag)) {
        live++;
      } else {
        dead.add(field(ByteRange.of(key)));
      }
    }
    long ignored = dead.isEmpty() ? 0 : hashes.delete(name, dead);
    byte[] limit = ByteBuffer.allocate(8).putLong(Math.max(FIRST_LIMIT, 2 * live)).array();
    long alsoIgnored = hashes.set(name, List.of(ByteRange.of(LIMIT), ByteRange.of(limit)));
  }

  private static List<byte[]> entries(Hashes hashes, ByteRange name) {
    List<byte[]> keys = new ArrayList<>();
    Hashes.HashView view = hashes.view(name);
    if (view != null) {
      view.forEach(
          (field, value) -> {
            if (field.byteAt(0) == KEY) {
              byte[] bytes = field.copy();
              keys.add(java.util.Arrays.copyOfRange(bytes, 1, bytes.length));
            }
          });
    }
    return keys;
  }

  private boolean has(int space, byte[] key, byte[] tag) {
    RecordView record = new RecordView();
    if (!access.reads().get(space, key, 0, key.length, record)) {
      return false;
    }
    Composite elements = record.composite();
    byte[] element = ByteBuffer.allocate(1 + tag.length).put(Trees.TAG).put(tag).array();
    return elements != null
        && StoreTrees.hasTags(record.type())
        && elements.get(element, 0, element.length, new Composite.ElementView());
  }

  /** Notes that a key's value has a tag no longer. Inside a transaction. */
  void remove(int space, ByteRange key, byte[] tag) {
    long ignored = keyspace.internals().delete(name(space, tag), List.of(field(key)));
  }

  void forEach(byte[] tag, Consumer<byte[]> visitor) {
    if (!keyspace.hasInternals()) {
      return;
    }
    int space = access.space();
    for (byte[] key : entries(keyspace.internals(), name(space, tag))) {
      if (has(space, key, tag)) {
        visitor.accept(key);
      }
    }
  }

  long count(byte[] tag) {
    return keyspace.hasInternals() ? keyspace.internals().size(name(access.space(), tag)) : 0;
  }
}
