package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Trees;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.RecordOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Links between values ({@link Trees#LINK}), when a key of one of them changes its name. */
final class Links {
  private static final int HEAD = 2;

  private final Access access;

  Links(Access access) {
    this.access = access;
  }

  static boolean isLink(byte[] elementKey) {
    return elementKey.length >= HEAD && elementKey[0] == Trees.LINK;
  }

  /** The other ends of a value that was renamed lead to its new name. Inside a transaction. */
  void rename(Composite renamed, ByteRange from, ByteRange to) {
    for (byte[] link : links(renamed)) {
      ByteRange other = new ByteRange();
      other.set(link, HEAD, link.length - HEAD);
      if (!other.equals(to)) {
        rename(other, from, to);
      }
    }
  }

  private static List<byte[]> links(Composite elements) {
    List<byte[]> links = new ArrayList<>();
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = elements.cursor(new byte[] {Trees.LINK});
    while (cursor.next(element) && isLink(element.key)) {
      links.add(element.key);
    }
    return links;
  }

  private void rename(ByteRange other, ByteRange from, ByteRange to) {
    RecordOperation operation = access.begin(other);
    try {
      Composite elements = operation.exists() ? operation.current().composite() : null;
      if (elements == null || !StoreTrees.hasTags(operation.current().type())) {
        return;
      }
      boolean changed = false;
      for (byte[] link : links(elements)) {
        ByteRange target = new ByteRange();
        target.set(link, HEAD, link.length - HEAD);
        if (target.equals(from)) {
          Composite.ElementView element = new Composite.ElementView();
          boolean ignored = elements.get(link, 0, link.length, element);
          byte[] value = element.value;
          operation.removeElement(link);
          operation.putElement(linkTo(link, to), value);
          changed = true;
        }
      }
      if (changed) {
        access.commit(operation, true, null);
      }
    } finally {
      access.end();
    }
  }

  private static byte[] linkTo(byte[] link, ByteRange key) {
    byte[] renamed = Arrays.copyOf(link, HEAD + key.length());
    System.arraycopy(key.array(), key.offset(), renamed, HEAD, key.length());
    return renamed;
  }
}
