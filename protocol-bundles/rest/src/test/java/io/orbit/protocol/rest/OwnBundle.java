package io.orbit.protocol.rest;

import io.orbit.api.ops.Bundles;
import java.util.List;

/** One bundle. */
final class OwnBundle implements Bundles {
  @Override
  public List<BundleInfo> list() {
    return List.of(
        new BundleInfo(7, "io.orbit.protocol.rest", "1.0.0", "active", "", List.of("rest")),
        new BundleInfo(8, "io.orbit.protocol.redis", "1.0.0", "active", "", List.of("redis")));
  }
}
