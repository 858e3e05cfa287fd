package io.orbit.api.keyspace;

import java.util.List;

/**
 * Commands that a bundle adds to the Redis protocol: a whiteboard. They are there while the service
 * is registered; after that they are unknown, and what they stored stays.
 */
public interface CommandModule {
  /** As MODULE LIST shows it. */
  String name();

  /** As MODULE LIST shows it: 10000 × major + 100 × minor + patch. */
  int version();

  /**
   * The commands, asked for once. A name that is taken is an {@link IllegalArgumentException} of
   * whoever binds the module, and none of its commands is added.
   */
  List<CommandDefinition> commands();
}
