package io.orbit.protocol.redis;

import java.util.ArrayList;
import java.util.List;

/** CLUSTER and what clients of a cluster send: refused as a Redis without one does. */
final class ClusterCommands {
  private static final String ADMIN = "admin stale no_async_loading";

  /** Name, arity, flags. */
  private static final List<List<String>> SUBCOMMANDS =
      List.of(
          List.of("ADDSLOTS", "-3", ADMIN),
          List.of("ADDSLOTSRANGE", "-4", ADMIN),
          List.of("BUMPEPOCH", "2", ADMIN),
          List.of("COUNT-FAILURE-REPORTS", "3", "admin stale"),
          List.of("COUNTKEYSINSLOT", "3", "stale"),
          List.of("DELSLOTS", "-3", ADMIN),
          List.of("DELSLOTSRANGE", "-4", ADMIN),
          List.of("FAILOVER", "-2", ADMIN),
          List.of("FLUSHSLOTS", "2", ADMIN),
          List.of("FORGET", "3", ADMIN),
          List.of("GETKEYSINSLOT", "4", "stale"),
          List.of("HELP", "2", "loading stale"),
          List.of("INFO", "2", "stale"),
          List.of("KEYSLOT", "3", "stale"),
          List.of("LINKS", "2", "stale"),
          List.of("MEET", "-4", ADMIN),
          List.of("MYID", "2", "stale"),
          List.of("MYSHARDID", "2", "stale"),
          List.of("NODES", "2", "stale"),
          List.of("REPLICAS", "3", "admin stale"),
          List.of("REPLICATE", "3", ADMIN),
          List.of("RESET", "-2", "admin noscript stale"),
          List.of("SAVECONFIG", "2", ADMIN),
          List.of("SET-CONFIG-EPOCH", "3", ADMIN),
          List.of("SETSLOT", "-4", ADMIN),
          List.of("SHARDS", "2", "loading stale"),
          List.of("SLAVES", "3", "admin stale"),
          List.of("SLOTS", "2", "loading stale"));

  private ClusterCommands() {}

  static List<RedisCommand> all() {
    RedisCommand cluster =
        new RedisCommand(CommandGroup.SERVER, "CLUSTER", -2, "")
            .about("3.0.0", "O(1)", "Refused: this server is no node of a cluster");
    for (List<String> each : SUBCOMMANDS) {
      cluster.with(
          refused(
              new RedisCommand(
                  CommandGroup.SERVER, each.get(0), Integer.parseInt(each.get(1)), each.get(2)),
              "3.0.0"));
    }
    List<RedisCommand> commands = new ArrayList<>(List.of(cluster));
    commands.add(refused(connection("ASKING", "fast"), "3.0.0"));
    commands.add(refused(connection("READONLY", "loading stale fast"), "3.0.0"));
    commands.add(refused(connection("READWRITE", "loading stale fast"), "3.0.0"));
    return commands;
  }

  private static RedisCommand connection(String name, String flags) {
    return new RedisCommand(CommandGroup.CONNECTION, name, 1, flags);
  }

  private static RedisCommand refused(RedisCommand command, String since) {
    return command
        .about(since, "O(1)", "Refused: this server is no node of a cluster")
        .runs(
            (client, request, reply) -> {
              throw new RedisError("ERR This instance has cluster support disabled");
            });
  }
}
