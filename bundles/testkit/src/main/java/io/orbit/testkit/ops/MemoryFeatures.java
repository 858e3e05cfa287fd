package io.orbit.testkit.ops;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Features;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Features that are only told of: the contract's rules without bundles. Version 1.0.0 of a few is
 * there, some installed; an uploaded archive brings orbit-redis 1.1.0. Thread-safe.
 */
public final class MemoryFeatures implements Features {
  private final List<Feature> all = new CopyOnWriteArrayList<>();

  public MemoryFeatures() {
    add("orbit-core", "core", "Kernel, records, network, key space, queries", true, true);
    add("orbit-redis", "protocol", "The Redis protocol", true, false);
    add("orbit-postgres", "protocol", "The PostgreSQL protocol", true, false);
    add("orbit-rest", "protocol", "REST, server-sent events, OpenAPI", true, false);
    add("orbit-lang-sql", "language", "SQL as PostgreSQL speaks it", true, false);
    add("orbit-storage-lsm", "storage", "Storage engine on RocksDB, the default", true, false);
    add("orbit-storage-xodus", "storage", "Storage engine on Xodus", false, false);
    add("orbit-echo", "protocol", "The smallest protocol, to begin one's own from", false, false);
  }

  private void add(
      String name, String kind, String description, boolean installed, boolean required) {
    all.add(feature(name, "1.0.0", kind, description, installed, required));
  }

  private static Feature feature(
      String name,
      String version,
      String kind,
      String description,
      boolean installed,
      boolean required) {
    String bundle = name.replaceFirst("orbit-", "io.orbit.protocol.");
    List<String> dependents = name.equals("orbit-lang-sql") ? List.of("orbit-postgres") : List.of();
    List<String> uses =
        switch (name) {
          case "orbit-rest" -> List.of("whoever asks by REST or the console");
          case "orbit-storage-lsm" -> List.of("database orbit");
          default -> List.of();
        };
    return new Feature(
        name,
        version,
        description,
        kind,
        installed,
        required,
        List.of(bundle),
        installed ? dependents : List.of(),
        installed ? uses : List.of());
  }

  @Override
  public List<Feature> list() {
    return all.stream()
        .sorted(Comparator.comparing(Feature::name).thenComparing(Feature::version))
        .toList();
  }

  @Override
  public Optional<Feature> find(String name) {
    return installed(name)
        .or(
            () ->
                all.stream()
                    .filter(feature -> feature.name().equals(name))
                    .max(Comparator.comparing(Feature::version)));
  }

  private Optional<Feature> installed(String name) {
    return all.stream()
        .filter(feature -> feature.name().equals(name) && feature.installed())
        .findAny();
  }

  @Override
  public synchronized void install(String name) {
    Feature found = find(name).orElseThrow(() -> unknown(name));
    if (found.installed()) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_OBJECT, "feature \"" + name + "\" is already installed");
    }
    replace(found, true);
  }

  @Override
  public synchronized void uninstall(String name, boolean force) {
    if (find(name).isEmpty()) {
      throw unknown(name);
    }
    Feature found = installed(name).orElseThrow(() -> notInstalled(name));
    if (found.required()) {
      throw new OrbitException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "feature \"" + name + "\" is part of the server and cannot be uninstalled");
    }
    if (!force && !(found.dependents().isEmpty() && found.inUseBy().isEmpty())) {
      String users = String.join(", ", found.dependents()) + String.join(", ", found.inUseBy());
      throw new OrbitException(ErrorCode.OBJECT_IN_USE, "feature \"" + name + "\" is in use")
          .withDetail("Used by " + users + ".")
          .withHint("Uninstall it with force to remove it all the same.");
    }
    replace(found, false);
  }

  @Override
  public synchronized void upgrade(String name, String version) {
    Feature next =
        all.stream()
            .filter(feature -> feature.name().equals(name) && feature.version().equals(version))
            .findAny()
            .orElseThrow(() -> unknown(name));
    Feature before = installed(name).orElseThrow(() -> notInstalled(name));
    replace(before, false);
    replace(next, true);
  }

  private void replace(Feature old, boolean installed) {
    all.remove(old);
    all.add(
        feature(
            old.name(), old.version(), old.kind(), old.description(), installed, old.required()));
  }

  @Override
  public synchronized List<Feature> upload(InputStream kar, String sha256) {
    String actual = digest(kar);
    if (!sha256.isEmpty() && !sha256.equalsIgnoreCase(actual)) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "the archive's SHA-256 is " + actual + ", not " + sha256);
    }
    Feature brought =
        feature("orbit-redis", "1.1.0", "protocol", "The Redis protocol", false, false);
    all.add(brought);
    return List.of(brought);
  }

  private static String digest(InputStream archive) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(archive.readAllBytes()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static OrbitException unknown(String name) {
    return new OrbitException(
        ErrorCode.UNDEFINED_OBJECT, "feature \"" + name + "\" does not exist");
  }

  private static OrbitException notInstalled(String name) {
    return new OrbitException(
        ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "feature \"" + name + "\" is not installed");
  }
}
