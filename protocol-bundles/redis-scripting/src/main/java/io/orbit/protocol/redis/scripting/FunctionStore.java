package io.orbit.protocol.redis.scripting;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.Keyspace;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A database's libraries, in its internal key space: the hash {@code redis.libraries} from name to
 * text, {@code redis.functions} from a function's name to its flags, a zero byte, its description,
 * and its library's name. In the caller's transaction.
 */
final class FunctionStore {
  private static final ByteRange LIBRARIES = ByteRange.of("redis.libraries");
  private static final ByteRange FUNCTIONS = ByteRange.of("redis.functions");

  private final Keyspace keyspace;

  FunctionStore(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  boolean isEmpty() {
    return !keyspace.hasInternals();
  }

  private Hashes hashes() {
    return keyspace.internals();
  }

  /** Whatever the case of its letters. */
  @Nullable FunctionLibrary library(String name) {
    ByteRange code = new ByteRange();
    if (isEmpty()) {
      return null;
    }
    if (hashes().get(LIBRARIES, ByteRange.of(name), code)) {
      return new FunctionLibrary(name, code.copy());
    }
    return libraries().values().stream()
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  /** All libraries by name. */
  SortedMap<String, FunctionLibrary> libraries() {
    SortedMap<String, FunctionLibrary> all = new TreeMap<>();
    Hashes.HashView view = isEmpty() ? null : hashes().view(LIBRARIES);
    if (view != null) {
      view.forEach(
          (name, code) -> all.put(name.utf8(), new FunctionLibrary(name.utf8(), code.copy())));
    }
    return all;
  }

  /** Where a function is, whatever the case of its letters; null for nowhere. */
  @Nullable StoredFunction function(String name) {
    ByteRange value = new ByteRange();
    if (isEmpty()) {
      return null;
    }
    if (hashes().get(FUNCTIONS, ByteRange.of(name), value)) {
      return StoredFunction.of(name, value.copy());
    }
    return functions().stream()
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  /** All functions by name. */
  List<StoredFunction> functions() {
    List<StoredFunction> all = new ArrayList<>();
    Hashes.HashView view = isEmpty() ? null : hashes().view(FUNCTIONS);
    if (view != null) {
      view.forEach((name, value) -> all.add(StoredFunction.of(name.utf8(), value.copy())));
    }
    return all;
  }

  /**
   * Keeps a library, inside a transaction.
   *
   * @throws CommandFailure when it or one of its functions is there already
   */
  void put(FunctionLibrary library, LibraryLoader.Loaded loaded, boolean replace) {
    FunctionLibrary old = library(library.name());
    if (old != null && !replace) {
      throw new CommandFailure("ERR Library '" + library.name() + "' already exists");
    }
    for (String name : loaded.functions().keySet()) {
      StoredFunction there = function(name);
      if (there != null && !there.library().equalsIgnoreCase(library.name())) {
        throw new CommandFailure("ERR Function " + name + " already exists");
      }
    }
    if (old != null) {
      boolean ignored = remove(library.name());
    }
    Hashes hashes = hashes();
    long ignored =
        hashes.set(LIBRARIES, List.of(ByteRange.of(library.name()), ByteRange.of(library.code())));
    List<ByteRange> functions = new ArrayList<>();
    for (LibraryLoader.Registered each : loaded.functions().values()) {
      functions.add(ByteRange.of(each.name()));
      functions.add(ByteRange.of(StoredFunction.of(each, library.name()).bytes()));
    }
    long added = hashes.set(FUNCTIONS, functions);
  }

  /** Removes a library, inside a transaction; false when there is none. */
  boolean remove(String name) {
    FunctionLibrary found = library(name);
    if (found == null) {
      return false;
    }
    String library = found.name();
    List<ByteRange> names = new ArrayList<>();
    for (StoredFunction each : functions()) {
      if (each.library().equals(library)) {
        names.add(ByteRange.of(each.name()));
      }
    }
    long functions = hashes().delete(FUNCTIONS, names);
    return hashes().delete(LIBRARIES, List.of(ByteRange.of(library))) > 0;
  }

  /** Removes all of them, inside a transaction. */
  void clear() {
    libraries().keySet().forEach(this::remove);
  }
}
