package io.orbit.api.catalog;

import java.util.List;
import java.util.Optional;

/** The catalog as of one moment; immutable, any number of threads; look-ups cost O(1). */
public interface CatalogView {
  /** Grows with every committed change of anything. */
  long version();

  Optional<Database> database(String name);

  Optional<Schema> schema(long database, String name);

  /** A table, view or sequence. */
  Optional<Collection> collection(long schema, String name);

  /** The collection that has an index of that name in the schema. */
  Optional<Collection> collectionOfIndex(long schema, String indexName);

  Optional<Role> role(String name);

  /** An enum, domain or composite type. */
  Optional<UserType> type(long schema, String name);

  /** The functions and procedures of that name, in the order they were made. */
  List<Routine> routines(long schema, String name);

  Optional<CatalogObject> object(long id);

  /** All databases by name. */
  List<Database> databases();

  List<Schema> schemas(long database);

  List<Collection> collections(long schema);

  List<Role> roles();

  List<UserType> types(long schema);

  /** All functions and procedures of a schema, by name. */
  List<Routine> routines(long schema);

  /** Collections with a foreign key to that one. */
  List<Collection> referencing(long collection);
}
