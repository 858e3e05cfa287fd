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
import io.orbit.kernel.record.LoadedRecords;
import io.orbit.kernel.record.RecordTable;
import io.orbit.kernel.record.Space;
import io.orbit.kernel.record.Version;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads everything an engine holds into memory. */
final class EngineLoader {
  private final LoadedRecords target;
  private byte[] key = new byte[0];
  private int space = -1;
  private @Nullable Head head;
  private byte[] parts = new byte[0];
  private @Nullable Edit elements;

  EngineLoader(LoadedRecords target) {
    this.target = target;
  }

  /** The spaces that the default engine defines. */
  static void loadSpaces(OpenEngine engine, LoadedRecords target) {
    try (EngineSnapshot snapshot = engine.engine().snapshot();
        EngineCursor cursor =
            snapshot.cursor(EngineFormat.spacePrefix(EngineFormat.META), null, false)) {
      while (cursor.next()) {
        int id = EngineFormat.spaceOf(EngineFormat.readName(cursor.key()).rest());
        if (id >= 0) {
          target.spaces().add(id, EngineFormat.readSpace(cursor.value()));
        }
      }
    }
  }

  void load(OpenEngine engine) {
    try (EngineSnapshot snapshot = engine.engine().snapshot();
        EngineCursor cursor =
            snapshot.cursor(new byte[0], EngineFormat.spacePrefix(EngineFormat.META), false)) {
      while (cursor.next()) {
        take(EngineFormat.readName(cursor.key()), cursor.value());
      }
    }
    finish();
  }

  private void take(Name name, byte[] value) {
    switch (name.tag()) {
      case EngineFormat.RECORD -> {
        finish();
        space = name.space();
        key = name.key();
        Head read = EngineFormat.readHead(value);
        head = read;
        parts = new byte[read.length()];
        elements = read.form() == Form.COMPOSITE ? CompositeTree.EMPTY.edit() : null;
      }
      case EngineFormat.VALUE_PART -> {
        requireOwner(name);
        copyPart(value, parts, new ByteReader(name.rest()).u32());
      }
      case EngineFormat.ELEMENT -> {
        requireOwner(name);
        takeElement(name.rest(), new ByteReader(value));
      }
      case EngineFormat.ELEMENT_PART -> {
        requireOwner(name);
        takeElementPart(new ByteReader(name.rest()), value);
      }
      default -> throw broken("an entry of unknown kind " + name.tag());
    }
  }

  private void requireOwner(Name name) {
    if (head == null || name.space() != space || !Arrays.equals(name.key(), key)) {
      throw broken("an entry of a record that is not there");
    }
  }

  private static void copyPart(byte[] part, byte[] whole, int number) {
    long from = (long) number * EngineFormat.PART;
    if (number < 0 || from + part.length > whole.length) {
      throw broken("a part beyond the end of its value");
    }
    System.arraycopy(part, 0, whole, (int) from, part.length);
  }

  private void takeElement(byte[] element, ByteReader value) {
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

  private void takeElementPart(ByteReader name, byte[] part) {
    byte[] element = EngineFormat.unescape(name);
    Edit edit = elements;
    ElementView view = new ElementView();
    if (edit == null || !edit.peek().get(element, 0, element.length, view)) {
      throw broken("a part of an element that is not there");
    }
    copyPart(part, view.value, name.u32());
  }

  private void finish() {
    Head read = head;
    Space owner = read == null ? null : target.spaces().find(space);
    if (read != null && owner != null) {
      RecordTable table = owner.table();
      Version version = version(read);
      version.stamp(read.timestamp());
      target.load(table, key, version);
    }
    head = null;
    elements = null;
  }

  private Version version(Head read) {
    Edit edit = elements;
    return switch (read.form()) {
      case PLAIN -> Version.plain(read.value(), read.type(), read.expiresAt(), null);
      case PARTS -> Version.plain(parts, read.type(), read.expiresAt(), null);
      case COMPOSITE -> {
        CompositeTree tree = edit == null ? CompositeTree.EMPTY : edit.finish();
        yield Version.composite(tree, read.type(), read.expiresAt(), null);
      }
    };
  }

  private static OrbitException broken(String what) {
    return new OrbitException(
        ErrorCode.DATA_CORRUPTED, "The storage engine is damaged: found " + what);
  }
}
