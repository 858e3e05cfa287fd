package io.orbit.query;

import io.orbit.api.query.VirtualTable;
import io.orbit.query.execute.VirtualTables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The virtual tables by schema and name. Thread-safe. */
final class VirtualTableRegistry implements VirtualTables {
  private final Map<String, Map<String, VirtualTable>> schemas = new ConcurrentHashMap<>();

  void add(VirtualTable table) {
    schemas
        .computeIfAbsent(table.schema(), schema -> new ConcurrentHashMap<>())
        .put(table.name(), table);
  }

  void remove(VirtualTable table) {
    schemas.computeIfPresent(
        table.schema(),
        (schema, tables) -> {
          tables.remove(table.name(), table);
          return tables.isEmpty() ? null : tables;
        });
  }

  @Override
  public Optional<VirtualTable> find(String schema, String name) {
    Map<String, VirtualTable> tables = schemas.get(schema);
    return tables == null ? Optional.empty() : Optional.ofNullable(tables.get(name));
  }

  @Override
  public boolean hasSchema(String schema) {
    return schemas.containsKey(schema);
  }

  @Override
  public List<VirtualTable> all() {
    return schemas.values().stream().flatMap(tables -> tables.values().stream()).toList();
  }
}
