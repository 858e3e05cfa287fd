package io.orbit.protocol.redis;

import java.util.ArrayList;
import java.util.List;

/** What HELP answers for a command with subcommands, from the command table. */
final class HelpReply {
  private HelpReply() {}

  static void write(RedisCommand container, RedisReply reply) {
    List<String> lines = new ArrayList<>();
    lines.add(container.name() + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    for (RedisCommand each : container.subcommands().values()) {
      lines.add(each.name());
      lines.add("    " + each.summary() + ".");
    }
    reply.array(lines.size());
    lines.forEach(reply::simple);
  }
}
