package io.orbit.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.api.keyspace.Reply;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Wait;
import java.util.List;

/**
 * Runs single commands in sessions of other protocols: writes the reply as a RESP3 client would get
 * it and reads it back as a tree. Thread-safe; calls may block.
 */
final class CommandRunner {
  private final RedisServer server;

  CommandRunner(RedisServer server) {
    this.server = server;
  }

  Reply run(Session session, List<byte[]> arguments) {
    RedisRequest request = RedisRequest.of(arguments);
    RedisCommand command = server.commands().find(request.argument(0));
    if (command != null && concernsConnection(command, request)) {
      return new Reply.Failure(
          "ERR '" + command.fullName() + "' concerns a connection and has no meaning here");
    }
    RedisClient client = new RedisClient(server, null);
    client.use(session);
    client.setMayWait(true);
    client.keyspace().enter(session.transaction());
    ByteBuf buffer = Unpooled.buffer(256);
    RedisReply reply = new RedisReply(buffer);
    reply.setResp3(true);
    client.meter().start();
    server.dispatcher().dispatch(client, request, reply);
    client.flushCounts();
    Wait wait = client.keyspace().settle();
    if (wait != null) {
      wait.await(0);
    }
    return new ReplyReader(buffer.array(), buffer.writerIndex()).read();
  }

  private static boolean concernsConnection(RedisCommand command, RedisRequest request) {
    RedisCommand called = command;
    if (command.isContainer() && request.size() > 1) {
      RedisCommand found =
          command.subcommands().get(request.text(1).toUpperCase(java.util.Locale.ROOT));
      called = found == null ? command : found;
    }
    return called.is(CommandFlag.CONNECTION_ONLY);
  }
}
