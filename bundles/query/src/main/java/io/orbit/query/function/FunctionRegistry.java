package io.orbit.query.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All built-in functions by name. Built once, then read by any number of threads. */
public final class FunctionRegistry {
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
    byName.computeIfAbsent(definition.name(), name -> new ArrayList<>()).add(definition);
  }

  /** All functions (operators) of that name; empty when there is none. */
  public List<FunctionDefinition> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /** All functions there are, for pg_proc and completion. */
  public List<FunctionDefinition> all() {
    return byName.values().stream().flatMap(List::stream).toList();
  }
}
