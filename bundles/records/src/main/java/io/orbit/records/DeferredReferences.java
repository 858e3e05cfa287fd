package io.orbit.records;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.ForeignKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction has put off: which foreign keys it defers, and the rows to look at before it
 * commits. A row that was changed again meanwhile, or whose change was undone, is looked at as it
 * is then, so nothing has to be taken back. One thread at a time.
 */
final class DeferredReferences {
  /** A row whose reference must exist. */
  record Referring(long table, ByteBuffer key, long foreignKey) {}

  /** Values that were referred to and may be no longer there. */
  record Referred(long table, List<@Nullable Object> before, long child, long foreignKey) {}

  private final Map<Long, Boolean> chosen = new HashMap<>();
  private final Set<Referring> referring = new LinkedHashSet<>();
  private final Set<Referred> referred = new LinkedHashSet<>();
  private @Nullable Boolean all;

  boolean isDeferred(ForeignKey foreignKey) {
    if (!foreignKey.deferrable()) {
      return false;
    }
    Boolean own = chosen.get(foreignKey.id());
    Boolean general = own == null ? all : own;
    return general == null ? foreignKey.initiallyDeferred() : general;
  }

  void choose(Set<Long> foreignKeys, boolean deferred) {
    if (foreignKeys.isEmpty()) {
      chosen.clear();
      all = deferred;
    } else {
      foreignKeys.forEach(id -> chosen.put(id, deferred));
    }
  }

  void referring(Collection table, byte[] key, ForeignKey foreignKey) {
    referring.add(new Referring(table.id(), ByteBuffer.wrap(key.clone()), foreignKey.id()));
  }

  void referred(
      Collection table, @Nullable Object[] before, Collection child, ForeignKey foreignKey) {
    List<@Nullable Object> values = new ArrayList<>(Arrays.asList(before));
    referred.add(new Referred(table.id(), values, child.id(), foreignKey.id()));
  }

  /** Looks at all rows that were put off for certain foreign keys; they are put off no longer. */
  void check(CatalogView catalog, References references, LongPredicate foreignKeys) {
    for (Referred one : taken(referred, r -> foreignKeys.test(r.foreignKey()))) {
      Collection parent = collection(catalog, one.table());
      Collection child = collection(catalog, one.child());
      ForeignKey foreignKey = child == null ? null : foreignKey(child, one.foreignKey());
      if (parent != null
          && child != null
          && foreignKey != null
          && one.before().size() == parent.columns().size()) {
        references.requireNotReferred(parent, one.before().toArray(), child, foreignKey);
      }
    }
    for (Referring one : taken(referring, r -> foreignKeys.test(r.foreignKey()))) {
      Collection table = collection(catalog, one.table());
      ForeignKey foreignKey = table == null ? null : foreignKey(table, one.foreignKey());
      if (table != null && foreignKey != null) {
        references.verifyNow(table, one.key().array(), foreignKey);
      }
    }
  }

  private static <T> List<T> taken(Set<T> all, java.util.function.Predicate<T> wanted) {
    List<T> taken = all.stream().filter(wanted).toList();
    taken.forEach(all::remove);
    return taken;
  }

  private static @Nullable Collection collection(CatalogView catalog, long id) {
    return catalog.object(id).orElse(null) instanceof Collection found ? found : null;
  }

  private static @Nullable ForeignKey foreignKey(Collection table, long id) {
    return table.foreignKeys().stream().filter(key -> key.id() == id).findFirst().orElse(null);
  }
}
