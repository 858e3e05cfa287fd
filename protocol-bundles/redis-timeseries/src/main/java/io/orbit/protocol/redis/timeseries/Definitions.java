package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.CommandDefinition;

/** How the commands are described. */
final class Definitions {
  private static final String GROUP = "module";

  private Definitions() {}

  static CommandDefinition reads(String name, int arity, String cost, String what) {
    return CommandDefinition.of(GROUP, name, arity, "readonly module")
        .keys("RO access", 1, 1, 1)
        .about("1.0.0", cost, what);
  }

  static CommandDefinition writes(String name, int arity, String cost, String what) {
    return CommandDefinition.of(GROUP, name, arity, "write denyoom module")
        .keys("RW access update", 1, 1, 1)
        .about("1.0.0", cost, what);
  }

  /** Whose series are found by their labels. */
  static CommandDefinition finds(String name, int arity, String cost, String what) {
    return CommandDefinition.of(GROUP, name, arity, "readonly module").about("1.0.0", cost, what);
  }
}
