package io.orbit.api.ops;

import java.util.List;

/** The bundles of the container. Thread-safe. */
public interface Bundles {
  List<BundleInfo> list();

  /**
   * One bundle.
   *
   * @param state installed, resolved, starting, active, stopping
   * @param problem what keeps its components from starting, empty when nothing does
   * @param services names of the services it offers
   */
  record BundleInfo(
      long id,
      String symbolicName,
      String version,
      String state,
      String problem,
      List<String> services) {}
}
