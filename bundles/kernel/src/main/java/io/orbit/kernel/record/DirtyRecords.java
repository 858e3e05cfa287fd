package io.orbit.kernel.record;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has changed since the last checkpoint's cut, in the order of commits. All methods are called
 * under the commit log's lock.
 */
public final class DirtyRecords {
  /** A step of the list. */
  public sealed interface Entry permits Single, Group, SpaceChange {}

  /**
   * A record changed for the first time since the cut.
   *
   * @param base what the engine holds, if this is the record's first entry, when that is more than
   *     one engine entry (a composite, a large value); else null
   * @param existed whether the engine holds it, if this is the record's first entry
   */
  public record Single(StoreRecord record, @Nullable Version base, boolean existed)
      implements Entry {
    public static Single of(StoreRecord record, @Nullable Version replaced) {
      boolean existed = replaced != null && !replaced.isTombstone();
      boolean many = replaced != null && replaced.isLarge();
      return new Single(record, many ? replaced : null, existed);
    }
  }

  /** The records of a transaction, some of which may be in the list already. */
  public record Group(List<Single> records) implements Entry {}

  /** A space was created, cleared or dropped: what the engine has of it is void. */
  public record SpaceChange(int space, String engine) implements Entry {}

  private int generation = 1;
  private List<Entry> entries = new ArrayList<>();

  public void add(StoreRecord record, @Nullable Version replaced) {
    if (record.enterGeneration(generation)) {
      entries.add(Single.of(record, replaced));
    }
  }

  public void addGroup(List<Single> records) {
    entries.add(new Group(records));
  }

  public void addSpace(int space, String engine) {
    entries.add(new SpaceChange(space, engine));
  }

  /** Hands over the list and begins the next. */
  public List<Entry> cut() {
    List<Entry> taken = entries;
    entries = new ArrayList<>();
    generation++;
    return taken;
  }
}
