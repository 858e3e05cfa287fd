package io.orbit.api.ops;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * What can be installed, and installing it. Thread-safe; changes run one after another. Names are
 * taken literally. The wanted set survives restarts; Karaf's own cache does not matter.
 *
 * <p>Errors: UNDEFINED_OBJECT for an unknown feature, DUPLICATE_OBJECT when it is installed
 * already, OBJECT_NOT_IN_PREREQUISITE_STATE when it is not installed, OBJECT_IN_USE when others
 * depend on it and {@code force} was not given (the detail names them), INVALID_PARAMETER_VALUE for
 * a bad KAR.
 */
public interface Features {
  /** All that is known, sorted by name. */
  List<Feature> list();

  /** The installed version of the name, else the newest. */
  Optional<Feature> find(String name);

  void install(String name);

  /** Drains and removes. @param force also when something in use depends on it */
  void uninstall(String name, boolean force);

  /**
   * Installs a known version (see {@link #upload}) of a leaf, in the place of the installed one if
   * there is one. A protocol's ports stay open meanwhile: new connections wait, its sessions drain.
   * When the version cannot be installed or started, what was there serves again.
   */
  void upgrade(String name, String version);

  /**
   * Takes a KAR: its artifacts and feature repositories become known; nothing is installed.
   *
   * @param sha256 expected digest in hexadecimal, or empty when none was given
   * @return the features it brought
   */
  List<Feature> upload(InputStream kar, String sha256);

  /**
   * A feature in one version.
   *
   * @param kind protocol, extension (of a protocol), storage, language, accelerator, identity,
   *     telemetry, console, group, library or core
   * @param installed true when this version is installed
   * @param required true for what the server cannot be without
   * @param bundles symbolic names of its own bundles
   * @param dependents installed features that need it
   * @param inUseBy what uses it now (sessions, databases), in words; empty when nothing
   */
  record Feature(
      String name,
      String version,
      String description,
      String kind,
      boolean installed,
      boolean required,
      List<String> bundles,
      List<String> dependents,
      List<String> inUseBy) {}
}
