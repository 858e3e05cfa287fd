package io.orbit.api.ops;

import java.util.List;

/**
 * A whiteboard service by which a bundle tells what uses a feature (sessions, databases on an
 * engine), so that removing it is refused without force.
 */
public interface FeatureGuard {
  /** What uses the feature now, in words for a person; empty when nothing does. */
  List<String> uses(String feature);
}
