package io.orbit.keyspace;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which keys the records of a space are. Immutable. */
final class SpaceNames {
  /**
   * What a space holds.
   *
   * @param number of a key space, 0 for rows
   * @param prefix of rows' keys
   * @param collection whose rows they are; null for Redis' own keys
   */
  record Place(long database, int number, String prefix, @Nullable Collection collection) {}

  static final SpaceNames NONE = new SpaceNames(-1, Map.of());

  private final long version;
  private final Map<Integer, Place> places;

  private SpaceNames(long version, Map<Integer, Place> places) {
    this.version = version;
    this.places = places;
  }

  @Nullable Place find(int space) {
    return places.get(space);
  }

  boolean isOf(CatalogView catalog) {
    return version == catalog.version();
  }

  static SpaceNames of(CatalogView catalog) {
    Map<Integer, Place> places = new HashMap<>();
    for (Database database : catalog.databases()) {
      List<Integer> spaces = database.keySpaces();
      for (int number = 0; number < spaces.size(); number++) {
        places.put(spaces.get(number), new Place(database.id(), number, "", null));
      }
      for (RowPrefixes.Entry entry : RowPrefixes.of(catalog, database.id()).entries()) {
        Collection collection = entry.collection();
        places.put(collection.space(), new Place(database.id(), 0, entry.prefix(), collection));
      }
    }
    return new SpaceNames(catalog.version(), places);
  }
}
