package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.List;

/** The channels that a request names, for the check of rights. */
final class AclChannels {
  /**
   * A channel.
   *
   * @param pattern whether it is a pattern, which a right must have literally
   */
  record Use(ByteRange channel, boolean pattern) {}

  private AclChannels() {}

  static List<Use> of(RedisCommand command, RedisRequest request) {
    return switch (command.fullName()) {
      case "subscribe", "ssubscribe" ->
          request.from(1).stream().map(each -> new Use(each, false)).toList();
      case "psubscribe" -> request.from(1).stream().map(each -> new Use(each, true)).toList();
      case "publish", "spublish" -> List.of(new Use(request.argument(1), false));
      default -> List.of();
    };
  }
}
