package io.orbit.protocol.redis;

import java.util.List;

/** SHUTDOWN, BGREWRITEAOF, and what concerns replicas that this server does not have. */
final class LifecycleCommands {
  private LifecycleCommands() {}

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.SERVER, name, arity, flags);
  }

  static List<RedisCommand> all() {
    return List.of(
        command("SHUTDOWN", -1, "admin noscript loading stale no_multi allow_busy")
            .about("1.0.0", "O(1)", "Stops the whole server; all is on the disk")
            .runs(LifecycleCommands::shutdown),
        command("BGREWRITEAOF", 1, "admin noscript no_async_loading")
            .about("1.0.0", "O(1)", "Writes a checkpoint, after which the log before it may go")
            .runs(
                (client, request, reply) -> {
                  if (!client.server().saveInBackground()) {
                    throw new RedisError(
                        "ERR Background append only file rewriting already in progress");
                  }
                  reply.simple("Background append only file rewriting started");
                }),
        command("FAILOVER", -1, "admin noscript stale")
            .about("6.2.0", "O(1)", "Refused: nobody follows this server")
            .runs(LifecycleCommands::failover),
        refused("PSYNC", -3, "2.8.0"),
        refused("SYNC", 1, "1.0.0"),
        command("REPLCONF", -1, "admin noscript loading stale allow_busy")
            .about("3.0.0", "O(1)", "Refused: nobody follows this server")
            .runs(LifecycleCommands::refuse));
  }

  private static RedisCommand refused(String name, int arity, String since) {
    return command(name, arity, "admin noscript no_async_loading no_multi")
        .about(since, "O(1)", "Refused: nobody follows this server")
        .runs(LifecycleCommands::refuse);
  }

  private static void refuse(RedisClient client, RedisRequest request, RedisReply reply) {
    throw new RedisError("ERR this server has no replicas: follow it by its change feeds");
  }

  private static void failover(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() == 2 && request.argument(1).isWord("ABORT")) {
      throw new RedisError("ERR No failover in progress.");
    }
    for (int i = 1; i < request.size(); i++) {
      int left = request.size() - i - 1;
      if (request.argument(i).isWord("TO") && left >= 2) {
        i += 2;
      } else if (request.argument(i).isWord("TIMEOUT") && left >= 1) {
        i++;
        if (Words.integer(request.argument(i)) <= 0) {
          throw new RedisError("ERR FAILOVER timeout must be greater than 0");
        }
      } else if (!request.argument(i).isWord("FORCE")) {
        throw RedisError.syntax();
      }
    }
    throw new RedisError("ERR FAILOVER requires connected replicas.");
  }

  private static void shutdown(RedisClient client, RedisRequest request, RedisReply reply) {
    boolean aborts = false;
    boolean saves = false;
    boolean plain = false;
    for (int i = 1; i < request.size(); i++) {
      var word = request.argument(i);
      saves |= word.isWord("SAVE");
      plain |= word.isWord("NOSAVE");
      aborts |= word.isWord("ABORT");
      boolean known =
          List.of("SAVE", "NOSAVE", "NOW", "FORCE", "ABORT").stream().anyMatch(word::isWord);
      if (!known) {
        throw RedisError.syntax();
      }
    }
    if (saves && plain || aborts && request.size() > 2) {
      throw RedisError.syntax();
    }
    if (aborts) {
      throw new RedisError("ERR No shutdown in progress.");
    }
    WatchingCommands.requireSuperuser(client, "shutdown");
    client.server().stop();
    client.setReplyMode(RedisClient.ReplyMode.OFF);
    client.closeAfterReply();
  }
}
