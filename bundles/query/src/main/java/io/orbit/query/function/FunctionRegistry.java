package io.orbit.query.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All built-in functions by name. Built once, then read by any number of threads. */
public final class FunctionRegistry {
  /** Below what users create, above the OIDs that PostgreSQL assigns by hand. */
  private static final long FIRST_OID = 10_000;

  private final List<FunctionDefinition> ordered = new ArrayList<>();
  private final Map<String, List<FunctionDefinition>> byName = new HashMap<>();

  /** A library: registers a family of functions. */
  @FunctionalInterface
  public interface Library {
    void registerIn(FunctionRegistry registry);
  }

  public FunctionRegistry(List<Library> libraries) {
    libraries.forEach(library -> library.registerIn(this));
  }

  public void add(FunctionDefinition definition) {
    ordered.add(definition);
    byName.computeIfAbsent(definition.name(), name -> new ArrayList<>()).add(definition);
  }

  /** All functions (operators) of that name; empty when there is none. */
  public List<FunctionDefinition> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /** The OID of a function of this registry, for pg_proc and regproc; 0 for an unknown one. */
  public long oid(FunctionDefinition definition) {
    int index = ordered.indexOf(definition);
    return index < 0 ? 0 : FIRST_OID + index;
  }

  /** The function of an OID. */
  public Optional<FunctionDefinition> definition(long oid) {
    long index = oid - FIRST_OID;
    return index < 0 || index >= ordered.size()
        ? Optional.empty()
        : Optional.of(ordered.get((int) index));
  }

  /** All functions there are, for pg_proc and completion. */
  public List<FunctionDefinition> all() {
    return List.copyOf(ordered);
  }
}
