package io.orbit.kernel.checkpoint;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Composite.ElementView;
import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.checkpoint.EngineFormat.Form;
import io.orbit.kernel.checkpoint.EngineFormat.Head;
import io.orbit.kernel.checkpoint.EngineFormat.Name;
import io.orbit.kernel.composite.CompositeTree;
import io.orbit.kernel.composite.Edit;
import io.orbit.kernel.record.Version;
import org.jspecify.annotations.Nullable;

/** Puts a record's version together from its entries, head first. One thread. */
final class RecordAssembly {
  private final Head head;
  private final byte[] whole;
  private final @Nullable Edit elements;

  RecordAssembly(Head head) {
    this.head = head;
    this.whole = new byte[head.length()];
    this.elements = head.form() == Form.COMPOSITE ? CompositeTree.EMPTY.edit() : null;
  }

  /** Reads one record, or null when there is none. */
  static @Nullable Version read(EngineSnapshot snapshot, int space, byte[] key) {
    byte[] prefix = EngineFormat.prefix(space, key);
    byte[] entry = snapshot.get(EngineFormat.recordKey(prefix));
    if (entry == null) {
      return null;
    }
    Head head = EngineFormat.readHead(entry);
    RecordAssembly assembly = new RecordAssembly(head);
    if (head.form() != Form.PLAIN) {
      assembly.addAll(snapshot, prefix);
    }
    return assembly.version();
  }

  private void addAll(EngineSnapshot snapshot, byte[] prefix) {
    try (EngineCursor cursor = snapshot.cursor(prefix, EngineFormat.prefixEnd(prefix), false)) {
      while (cursor.next()) {
        Name name = EngineFormat.readName(cursor.key());
        if (name.tag() != EngineFormat.RECORD) {
          add(name, cursor.value());
        }
      }
    }
  }

  /** Adds an entry that follows the head. */
  void add(Name name, byte[] value) {
    switch (name.tag()) {
      case EngineFormat.VALUE_PART -> copyPart(value, whole, new ByteReader(name.rest()).u32());
      case EngineFormat.ELEMENT -> addElement(name.rest(), new ByteReader(value));
      case EngineFormat.ELEMENT_PART -> addElementPart(new ByteReader(name.rest()), value);
      default -> throw broken("an entry of unknown kind " + name.tag());
    }
  }

  private static void copyPart(byte[] part, byte[] whole, int number) {
    long from = (long) number * EngineFormat.PART;
    if (number < 0 || from + part.length > whole.length) {
      throw broken("a part beyond the end of its value");
    }
    System.arraycopy(part, 0, whole, (int) from, part.length);
  }

  private void addElement(byte[] element, ByteReader value) {
    Edit edit = elements;
    if (edit == null) {
      throw broken("an element of a plain value");
    }
    if (value.u8() == 0) {
      edit.put(element, value.rest());
    } else {
      edit.put(element, new byte[(int) value.varint()]);
    }
  }

  private void addElementPart(ByteReader name, byte[] part) {
    byte[] element = EngineFormat.unescape(name);
    Edit edit = elements;
    ElementView view = new ElementView();
    if (edit == null || !edit.peek().get(element, 0, element.length, view)) {
      throw broken("a part of an element that is not there");
    }
    copyPart(part, view.value, name.u32());
  }

  Version version() {
    Edit edit = elements;
    Version version =
        switch (head.form()) {
          case PLAIN -> Version.plain(head.value(), head.type(), head.expiresAt(), null);
          case PARTS -> Version.plain(whole, head.type(), head.expiresAt(), null);
          case COMPOSITE -> {
            CompositeTree tree = edit == null ? CompositeTree.EMPTY : edit.finish();
            yield Version.composite(tree, head.type(), head.expiresAt(), null);
          }
        };
    version.stamp(head.timestamp());
    return version;
  }

  static OrbitException broken(String what) {
    return new OrbitException(
        ErrorCode.DATA_CORRUPTED, "The storage engine is damaged: found " + what);
  }
}
