package io.orbit.kernel.catalog;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The spaces of the tables that say {@code pin}, with their indexes'. One thread at a time. */
final class PinnedSpaces {
  private static final String OPTION = "pin";
  private static final List<String> ON = List.of("", "on", "true", "1", "yes");

  private final Set<Integer> spaces = new HashSet<>();

  /** An object has changed; true when other spaces are pinned now. */
  boolean update(Optional<CatalogObject> before, Optional<CatalogObject> after) {
    Set<Integer> were = before.map(PinnedSpaces::of).orElse(Set.of());
    Set<Integer> are = after.map(PinnedSpaces::of).orElse(Set.of());
    if (were.equals(are)) {
      return false;
    }
    spaces.removeAll(were);
    spaces.addAll(are);
    return true;
  }

  Set<Integer> spaces() {
    return Set.copyOf(spaces);
  }

  /** The spaces of an object, if it is to stay in memory. */
  static Set<Integer> of(CatalogObject object) {
    if (!(object instanceof Collection table) || table.space() == 0) {
      return Set.of();
    }
    String value = table.options().get(OPTION);
    if (value == null || !ON.contains(value.toLowerCase(Locale.ROOT))) {
      return Set.of();
    }
    Set<Integer> spaces = new HashSet<>();
    spaces.add(table.space());
    table.indexes().forEach(index -> spaces.add(index.space()));
    return spaces;
  }
}
