package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.List;

/** MULTI, EXEC, DISCARD, WATCH, UNWATCH. */
final class TransactionCommands {
  private static final String FLAGS = "noscript loading stale fast allow_busy connection_only";

  private TransactionCommands() {}

  private static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.TRANSACTIONS, name, arity, flags);
  }

  static List<RedisCommand> all() {
    return List.of(
        command("MULTI", 1, FLAGS + " never_queued")
            .about("1.2.0", "O(1)", "Queues the commands that follow")
            .runs(TransactionCommands::multi),
        command("EXEC", 1, "noscript loading stale skip_slowlog connection_only never_queued")
            .about("1.2.0", "That of the commands", "Runs what was queued, as one transaction")
            .runs(TransactionCommands::exec),
        command("DISCARD", 1, FLAGS + " never_queued")
            .about("2.0.0", "O(N) in the number of commands", "Forgets what was queued")
            .runs(TransactionCommands::discard),
        command("WATCH", -2, FLAGS + " never_queued")
            .keys("RO", 1, -1, 1)
            .about("2.2.0", "O(1) a key", "Lets EXEC do nothing if a key changes until then")
            .runs(TransactionCommands::watch),
        command("UNWATCH", 1, FLAGS)
            .about("2.2.0", "O(1)", "Forgets the watched keys")
            .runs(
                (client, request, reply) -> {
                  client.transaction().unwatch();
                  reply.ok();
                }));
  }

  private static void multi(RedisClient client, RedisRequest request, RedisReply reply) {
    if (client.transaction().isOpen()) {
      throw new RedisError("ERR MULTI calls can not be nested");
    }
    client.transaction().open();
    reply.ok();
  }

  private static void exec(RedisClient client, RedisRequest request, RedisReply reply) {
    RedisTransaction transaction = client.transaction();
    if (!transaction.isOpen()) {
      throw new RedisError("ERR EXEC without MULTI");
    }
    if (transaction.isAborted()) {
      transaction.discard();
      throw new RedisError("EXECABORT Transaction discarded because of previous errors.");
    }
    transaction.execute(client, client.server().dispatcher(), reply);
  }

  private static void discard(RedisClient client, RedisRequest request, RedisReply reply) {
    if (!client.transaction().isOpen()) {
      throw new RedisError("ERR DISCARD without MULTI");
    }
    client.transaction().discard();
    reply.ok();
  }

  private static void watch(RedisClient client, RedisRequest request, RedisReply reply) {
    if (client.transaction().isOpen()) {
      throw new RedisError("ERR WATCH inside MULTI is not allowed");
    }
    for (ByteRange key : request.from(1)) {
      client.transaction().watch(client.keyspace(), key);
    }
    reply.ok();
  }
}
