package io.orbit.kernel.checkpoint;

import io.orbit.api.storage.Composite.ElementView;
import io.orbit.kernel.checkpoint.CheckpointBatch.Change;
import io.orbit.kernel.checkpoint.EngineFormat.Form;
import io.orbit.kernel.composite.CompositeTree;
import io.orbit.kernel.composite.Difference;
import io.orbit.kernel.record.StoreRecord;
import io.orbit.kernel.record.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A changed record and what an engine must do about it.
 *
 * @param record as it was when it changed; by now another may stand for its key
 * @param base what the engine holds, when that is several entries
 * @param existed whether the engine holds it
 * @param timestamp the checkpoint's snapshot
 * @param counts are told whether there is one record more or less
 */
record RecordChanges(
    StoreRecord record, @Nullable Version base, boolean existed, long timestamp, SpaceCounts counts)
    implements CheckpointBatch.Source {
  /** Orders by space and key, as the engine does. */
  static int compare(RecordChanges left, RecordChanges right) {
    int spaces = Integer.compareUnsigned(left.record.table().space(), right.record.table().space());
    return spaces != 0 ? spaces : Arrays.compareUnsigned(left.record.key(), right.record.key());
  }

  @Override
  public void changes(Consumer<Change> target) {
    Version now = current();
    counts.add(record.table().space(), (now == null ? 0 : 1) - (existed ? 1 : 0));
    byte[] prefix = EngineFormat.prefix(record.table().space(), record.key());
    byte[] value = now == null ? null : now.bytes();
    int parts = value == null ? 0 : EngineFormat.parts(value.length);
    Form form = parts > 0 ? Form.PARTS : value != null ? Form.PLAIN : Form.COMPOSITE;
    target.accept(
        new Change(
            EngineFormat.recordKey(prefix),
            now == null ? null : EngineFormat.recordValue(now, form)));
    int oldParts = partsOf(base);
    for (int i = 0; i < Math.max(parts, oldParts); i++) {
      byte[] part = value != null && i < parts ? EngineFormat.part(value, i) : null;
      target.accept(new Change(EngineFormat.partKey(prefix, i), part));
    }
    CompositeTree before = treeOf(base);
    CompositeTree after = treeOf(now);
    if (before != after) {
      elements(prefix, before, after, target);
    }
  }

  /** The same for a space that was cleared, of which the engine will hold nothing. */
  RecordChanges wiped() {
    return new RecordChanges(record, null, false, timestamp, counts);
  }

  /** What the record holds at the checkpoint's snapshot, or null. */
  private @Nullable Version current() {
    StoreRecord standing = record;
    if (record.lockWord() == StoreRecord.DEAD) {
      StoreRecord found = record.table().find(record.key(), 0, record.key().length);
      standing = found == null ? record : found;
    }
    Version version = standing.visibleAt(timestamp);
    return version == null || version.isTombstone() ? null : version;
  }

  private static int partsOf(@Nullable Version version) {
    byte[] bytes = version == null ? null : version.bytes();
    return bytes == null ? 0 : EngineFormat.parts(bytes.length);
  }

  private static CompositeTree treeOf(@Nullable Version version) {
    CompositeTree tree = version == null ? null : version.tree();
    return tree == null ? CompositeTree.EMPTY : tree;
  }

  /** Large elements' parts sort behind all elements, so they are kept back. */
  private static void elements(
      byte[] prefix, CompositeTree before, CompositeTree after, Consumer<Change> target) {
    List<Change> parts = new ArrayList<>();
    Difference.between(
        before,
        after,
        (key, value) -> {
          target.accept(
              new Change(
                  EngineFormat.elementKey(prefix, key),
                  value == null ? null : EngineFormat.elementValue(value)));
          int wanted = value == null ? 0 : EngineFormat.parts(value.length);
          int held = heldParts(before, key);
          for (int i = 0; i < Math.max(wanted, held); i++) {
            byte[] part = value != null && i < wanted ? EngineFormat.part(value, i) : null;
            parts.add(new Change(EngineFormat.elementPartKey(prefix, key, i), part));
          }
        });
    parts.forEach(target);
  }

  private static int heldParts(CompositeTree before, byte[] key) {
    ElementView element = new ElementView();
    return before.get(key, 0, key.length, element) ? EngineFormat.parts(element.value.length) : 0;
  }
}
