package io.orbit.keyspace;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Dumps;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.ExpiringElements;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.ValueType;
import io.orbit.keyspace.rdb.RdbFile;
import io.orbit.keyspace.rdb.RdbPayload;
import io.orbit.keyspace.rdb.RdbValue;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values out of their records into RDB, and back. */
final class StoreDumps implements Dumps {
  private static final KeyEvent RESTORED = new KeyEvent(KeyEvent.Kind.GENERIC, "restore");

  private final Access access;
  private final Rows rows;
  private final StoreKeyspace keyspace;
  private final TagIndex tags;

  StoreDumps(Access access, Rows rows, StoreKeyspace keyspace, TagIndex tags) {
    this.tags = tags;
    this.access = access;
    this.rows = rows;
    this.keyspace = keyspace;
  }

  @Override
  public byte @Nullable [] dump(ByteRange key) {
    if (access.rowOf(key) != null) {
      if (keyspace.keys().exists(key)) {
        throw notARow(key, "dumped");
      }
      return null;
    }
    return access.find(key) ? RdbPayload.write(DumpedValue.of(access.view, access.now())) : null;
  }

  private static OrbitException notARow(ByteRange key, String what) {
    return new OrbitException(
        ErrorCode.ROW_OPERATION_NOT_ALLOWED,
        "'" + key.utf8() + "' is a row of a table and cannot be " + what);
  }

  @Override
  public boolean isIntact(ByteRange payload) {
    return RdbPayload.isIntact(payload);
  }

  @Override
  public boolean restore(ByteRange key, ByteRange payload, long expiresAt, boolean replace) {
    return restoreAll(key, RdbPayload.read(payload), expiresAt, replace);
  }

  /** With the entries of its tags, if it has any. */
  private boolean restoreAll(ByteRange key, RdbValue value, long expiresAt, boolean replace) {
    List<byte[]> itsTags = tags(value);
    if (itsTags.isEmpty()) {
      return restore(key, value, expiresAt, replace);
    }
    boolean[] restored = new boolean[1];
    boolean ignored =
        keyspace.atomically(
            List.of(key),
            List.of(),
            () -> {
              restored[0] = restore(key, value, expiresAt, replace);
              if (restored[0]) {
                itsTags.forEach(tag -> tags.add(access.space(), key, tag));
              }
            });
    return restored[0];
  }

  private static List<byte[]> tags(RdbValue value) {
    if (!(value instanceof RdbValue.Elements(String type, List<byte[]> words))
        || !StoreTrees.hasTags(StoreTrees.valueType(typeNamed(type)))) {
      return List.of();
    }
    List<byte[]> found = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      byte[] tag = TagIndex.tagOf(words.get(i));
      if (tag != null) {
        found.add(tag);
      }
    }
    return found;
  }

  private static KeyType typeNamed(String name) {
    return Arrays.stream(KeyType.values())
        .filter(each -> each.isOfModule() && each.redisName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.BAD_COPY_FILE_FORMAT, "a value of type " + name + " is not known"));
  }

  private boolean restore(ByteRange key, RdbValue value, long expiresAt, boolean replace) {
    if (access.rowOf(key) != null) {
      throw rows.refuseWrite(key);
    }
    RecordOperation operation = access.begin(key);
    try {
      boolean existed = operation.exists();
      if (existed && !replace) {
        return false;
      }
      if (expiresAt != 0 && expiresAt <= access.now()) {
        if (existed) {
          operation.delete();
          access.commit(operation, KeyEvent.DELETED);
        }
        return true;
      }
      write(operation, value, expiresAt);
      access.commit(operation, RESTORED);
      return true;
    } finally {
      access.end();
    }
  }

  private static void write(RecordOperation operation, RdbValue value, long expiresAt) {
    switch (value) {
      case RdbValue.Text text ->
          operation.put(ValueType.STRING, text.bytes(), 0, text.bytes().length, expiresAt);
      case RdbValue.Items items -> {
        ListEditor list = new ListEditor(elements(operation, ValueType.LIST, expiresAt));
        items.elements().forEach(each -> list.addLast(ByteRange.of(each)));
      }
      case RdbValue.Members members -> {
        SetEditor set = new SetEditor(elements(operation, ValueType.SET, expiresAt));
        for (byte[] each : members.members()) {
          boolean ignored = set.add(ByteRange.of(each));
        }
      }
      case RdbValue.Scored scored -> {
        SortedSetEditor set =
            new SortedSetEditor(elements(operation, ValueType.SORTED_SET, expiresAt));
        for (RdbValue.ScoredMember each : scored.members()) {
          boolean ignored = set.put(ByteRange.of(each.member()), each.score());
        }
      }
      case RdbValue.Fields fields -> {
        boolean timed = fields.fields().stream().anyMatch(each -> each.expiresAt() != 0);
        operation.createComposite(timed ? ValueType.EXPIRING_HASH : ValueType.HASH, expiresAt);
        for (RdbValue.Field each : fields.fields()) {
          if (timed) {
            ExpiringElements.put(operation, each.name(), each.value(), each.expiresAt());
          } else {
            operation.putElement(each.name(), each.value());
          }
        }
      }
      case RdbValue.Elements(String type, List<byte[]> words) -> {
        CompositeEditor tree =
            elements(operation, StoreTrees.valueType(typeNamed(type)), expiresAt);
        for (int i = 0; i < words.size(); i += 2) {
          tree.put(words.get(i), words.get(i + 1));
        }
      }
      case RdbValue.Entries stream ->
          DumpedStream.write(
              new StreamEditor(elements(operation, ValueType.STREAM, expiresAt)), stream);
    }
    if (operation.current().composite() instanceof Composite composite && composite.size() == 0) {
      throw new OrbitException(ErrorCode.BAD_COPY_FILE_FORMAT, "a value without elements");
    }
  }

  private static CompositeEditor elements(RecordOperation operation, byte type, long expiresAt) {
    operation.createComposite(type, expiresAt);
    return new CompositeEditor(operation, type, false);
  }

  @Override
  public DumpFile open(InputStream file) {
    return new OpenFile(new RdbFile(file));
  }

  private final class OpenFile implements DumpFile {
    private final RdbFile file;
    private int expired;

    OpenFile(RdbFile file) {
      this.file = file;
    }

    @Override
    public boolean next() {
      while (file.next()) {
        if (file.expiresAt() == 0 || file.expiresAt() > access.now()) {
          return true;
        }
        expired++;
      }
      return false;
    }

    @Override
    public int keySpace() {
      return file.database();
    }

    @Override
    public ByteRange key() {
      return file.key();
    }

    @Override
    public boolean restore() {
      return StoreDumps.this.restore(file.key(), file.value(), file.expiresAt(), false);
    }

    @Override
    public List<String> skipped() {
      List<String> all = new ArrayList<>(file.skipped());
      if (expired > 0) {
        all.add(expired + " keys that had expired");
      }
      return all;
    }
  }
}
