package io.orbit.query.execute;

import io.orbit.api.query.VirtualTable;
import java.util.List;
import java.util.Optional;

/** The virtual tables there are now. Thread-safe. */
public interface VirtualTables {
  Optional<VirtualTable> find(String schema, String name);

  /** True when some virtual table is in the schema. */
  boolean hasSchema(String schema);

  List<VirtualTable> all();
}
