package io.orbit.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.Reply;
import io.orbit.api.security.Session;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request as a module sees it, with the way to other commands. */
final class ModuleCall implements CommandCall {
  private final RedisClient client;
  private final RedisRequest request;
  private final boolean resp3;
  private @Nullable String counted;

  ModuleCall(RedisClient client, RedisRequest request, boolean resp3) {
    this.client = client;
    this.request = request;
    this.resp3 = resp3;
  }

  @Override
  public int size() {
    return request.size();
  }

  @Override
  public ByteRange argument(int index) {
    return request.argument(index);
  }

  @Override
  public Session session() {
    Session session = client.session();
    if (session == null) {
      throw new CommandFailure(RedisDispatcher.NOT_AUTHENTICATED);
    }
    return session;
  }

  @Override
  public Keyspace keyspace() {
    return client.keyspace();
  }

  @Override
  public boolean resp3() {
    return resp3;
  }

  @Override
  public void requireWaiting() {
    client.requireWaiting();
  }

  @Override
  public Reply call(List<byte[]> words, CallMode mode) {
    RedisRequest called = RedisRequest.of(words);
    RedisCommand command = command(called);
    if (command.is(CommandFlag.NOSCRIPT)) {
      return refusal(command, "ERR This Redis command is not allowed from script");
    }
    if (mode.readOnly()
        && (command.is(CommandFlag.WRITE) || command.is(CommandFlag.MAY_REPLICATE))) {
      return refusal(command, "ERR Write commands are not allowed from read-only scripts.");
    }
    if (command.is(CommandFlag.DENYOOM) && !mode.mayTakeMemory()) {
      return refusal(command, RedisDispatcher.OUT_OF_MEMORY);
    }
    if (command.name().startsWith("XREAD") && waits(called)) {
      return new Reply.Failure(
          "ERR " + command.fullName() + " command is not allowed with BLOCK option from scripts");
    }
    if (command.is(CommandFlag.READONLY) && client.tracking().remembersReads()) {
      rememberDeclaredKeys();
    }
    ByteBuf buffer = Unpooled.buffer(64);
    RedisReply reply = new RedisReply(buffer);
    reply.setResp3(mode.resp3());
    boolean executing = client.blocking().isExecuting();
    client.blocking().setExecuting(true);
    try {
      client.server().dispatcher().runScripted(client, command, called, reply, mode.readOnly());
    } finally {
      client.blocking().setExecuting(executing);
    }
    Reply answer = new ReplyReader(buffer.array(), buffer.writerIndex()).read();
    if (answer instanceof Reply.Failure(String text)) {
      counted = text;
    }
    return answer;
  }

  private Reply refusal(RedisCommand command, String message) {
    command.rejected.increment();
    client.server().dispatcher().countFailure(message);
    counted = message;
    return new Reply.Failure(message);
  }

  /** Whether a failure is one of a command that it called, and in the figures already. */
  boolean isCounted(String failure) {
    String last = counted;
    return last != null && failure.startsWith(last);
  }

  /** What a script that reads says it reads, is tracked beside what it does read. */
  private void rememberDeclaredKeys() {
    RedisCommand own = client.server().commands().find(request.argument(0));
    if (own != null && own.hasKeys()) {
      client.server().tracking().remember(client, own.keysOf(request));
    }
  }

  @Override
  public void awaitChanges() {
    client.server().pause().await(client, true);
  }

  private static boolean waits(RedisRequest called) {
    for (int i = 1; i < called.size() && !called.argument(i).isWord("STREAMS"); i++) {
      if (called.argument(i).isWord("BLOCK")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isMemoryFull() {
    return client.server().isMemoryFull();
  }

  @Override
  public boolean writes(List<byte[]> words) {
    RedisCommand command = find(RedisRequest.of(words));
    return command != null && command.is(CommandFlag.WRITE);
  }

  @Override
  public boolean mayCall(List<byte[]> words) {
    RedisRequest called = RedisRequest.of(words);
    RedisCommand command = find(called);
    if (command == null || !command.accepts(called.size())) {
      throw new CommandFailure("ERR Invalid command passed to redis.acl_check_cmd()");
    }
    return client.server().guard().allows(client, command, called);
  }

  private RedisCommand command(RedisRequest called) {
    RedisCommand command = find(called);
    if (command == null) {
      throw new CommandFailure("ERR Unknown Redis command called from script");
    }
    if (!command.accepts(called.size())) {
      throw new CommandFailure("ERR Wrong number of args calling Redis command from script");
    }
    return command;
  }

  private @Nullable RedisCommand find(RedisRequest called) {
    RedisCommand command = client.server().commands().find(called.argument(0));
    boolean inside = command != null && command.isContainer() && called.size() > 1;
    return command != null && inside
        ? command.subcommands().get(called.text(1).toUpperCase(Locale.ROOT))
        : command;
  }
}
