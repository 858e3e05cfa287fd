package io.orbit.protocol.redis.scripting;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a script or function says of itself. */
enum ScriptFlag {
  NO_WRITES,
  ALLOW_OOM,
  ALLOW_STALE,
  NO_CLUSTER,
  ALLOW_CROSS_SLOT_KEYS;

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<ScriptFlag> of(String name) {
    return Stream.of(values()).filter(each -> each.wireName().equals(name)).findFirst();
  }
}
