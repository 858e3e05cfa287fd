package io.orbit.protocol.redis;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.MustWait;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a request's command, checks what can be checked without running it (number of words,
 * authentication), queues it or runs it, and turns failures into error replies. Thread-safe.
 */
final class RedisDispatcher {
  static final String NOT_AUTHENTICATED = "NOAUTH Authentication required.";

  static final String OUT_OF_MEMORY = "OOM command not allowed when used memory > 'maxmemory'.";

  private static final Logger LOG = LoggerFactory.getLogger(RedisDispatcher.class);
  private static final int SHOWN_ARGUMENTS = 128;

  private final RedisServer server;

  RedisDispatcher(RedisServer server) {
    this.server = server;
  }

  /**
   * Answers one request.
   *
   * @return the command, or null when there is none of that name
   * @throws MustWait on an event loop, when nothing has been done or written yet
   */
  @Nullable RedisCommand dispatch(RedisClient client, RedisRequest request, RedisReply reply) {
    int mark = reply.mark();
    RedisCommand command = null;
    try {
      command = find(request);
      authenticate(client, command);
      server.guard().require(client, command, request, AclGuard.Origin.CLIENT);
      if (client.listensOnly() && !command.is(CommandFlag.WHILE_LISTENING)) {
        throw new RedisError(
            "ERR Can't execute '"
                + command.fullName()
                + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in"
                + " this context");
      }
      if (command.is(CommandFlag.WRITE) && server.replica() != null && !client.followsSource()) {
        throw new RedisError("READONLY You can't write against a read only replica.");
      }
      requireMemory(client, command);
      if (server.pause().holds(client, command)) {
        client.requireWaiting();
        server.pause().await(client, command);
      }
      RedisTransaction transaction = client.transaction();
      if (transaction.isOpen() && !command.is(CommandFlag.NEVER_QUEUED)) {
        queue(transaction, command, request);
        reply.queued();
        return command;
      }
      if (command.is(CommandFlag.OFF_LOOP)) {
        client.requireWaiting();
      }
    } catch (RedisError e) {
      client.transaction().abort();
      if (command != null) {
        command.rejected.increment();
      }
      fail(reply, mark, e);
      return command;
    }
    RedisError failure = null;
    long begun = server.slowLog().begin(command, request);
    long timed = server.latency().begin(command);
    try {
      watchKeys(client, command, request);
      if (command.is(CommandFlag.SKIP_MONITOR)) {
        // What it calls is shown behind it.
        server.monitors().show(client, command, request);
      }
      command.run(client, request, reply);
    } catch (RedisError e) {
      failure = e;
    } catch (OrbitException e) {
      failure = new RedisError(messageOf(e));
    } catch (MustWait e) {
      reply.resetTo(mark);
      throw e;
    }
    if (failure != null) {
      command.failed.increment();
      fail(reply, mark, failure);
    }
    afterKeys(client, command);
    long waited = command.is(CommandFlag.BLOCKING) ? client.blocking().takeWaited() : 0;
    server.slowLog().end(begun, waited, client, request);
    server.latency().end(timed, command);
    if (!command.is(CommandFlag.SKIP_MONITOR)) {
      server.monitors().show(client, command, request);
    }
    client.meter().ran(command);
    return command;
  }

  /** Before a command runs: what its changes are called, and what the client is about to read. */
  private void watchKeys(RedisClient client, RedisCommand command, RedisRequest request) {
    KeyUse use = server.settings().keyUse();
    if (use != null && client.isAuthenticated() && command.hasKeys()) {
      noteUse(use, client, command, request);
    }
    if (!client.isAuthenticated() || !server.isKeyWatched()) {
      return;
    }
    boolean reads = command.is(CommandFlag.READONLY);
    client.keyspace().announce(command.event(), reads);
    // A script reads by the commands that it calls.
    boolean itself = reads && !command.is(CommandFlag.SKIP_MONITOR);
    if (itself && client.tracking().remembersReads() && command.hasKeys()) {
      server.tracking().remember(client, command.keysOf(request));
    }
  }

  /** OBJECT looks without using, and so does CLIENT NO-TOUCH, but for TOUCH. */
  private static void noteUse(
      KeyUse use, RedisClient client, RedisCommand command, RedisRequest request) {
    boolean touches = !client.leavesNoTrace() || command.name().equals("TOUCH");
    if (touches && !command.fullName().startsWith("object|")) {
      int keySpace = client.keyspace().selected();
      command.keysOf(request).forEach(key -> use.used(keySpace, key));
    }
  }

  /** CLIENT CACHING is for one command, or one transaction. */
  private static void afterKeys(RedisClient client, RedisCommand command) {
    if (client.tracking().isCaching()
        && !client.transaction().isOpen()
        && !command.fullName().startsWith("client|")) {
      client.tracking().setCaching(false);
    }
  }

  /** Where {@code maxmemory} is lower than the server's own limit. */
  private void requireMemory(RedisClient client, RedisCommand command) {
    if (server.settings().writersLimit() == 0) {
      return;
    }
    boolean executes = command.name().equals("EXEC");
    boolean grows =
        executes
            ? client.transaction().contains(each -> each.is(CommandFlag.DENYOOM))
            : command.is(CommandFlag.DENYOOM);
    if (!grows
        || !server.isMemoryFull()
        || server.eviction().makeRoom(client, server.settings().writersLimit())) {
      return;
    }
    if (executes) {
      client.transaction().discard();
      throw new RedisError("EXECABORT Transaction discarded because of: " + OUT_OF_MEMORY);
    }
    throw new RedisError(OUT_OF_MEMORY);
  }

  private void queue(RedisTransaction transaction, RedisCommand command, RedisRequest request) {
    if (command.is(CommandFlag.NO_MULTI)) {
      throw new RedisError("ERR Command not allowed inside a transaction");
    }
    try {
      transaction.queue(command, request);
    } catch (OrbitException full) {
      throw new RedisError(messageOf(full));
    }
  }

  /** Runs a command of a MULTI: a failure is its reply and undoes only itself. */
  void runQueued(RedisClient client, RedisCommand command, RedisRequest request, RedisReply reply) {
    int mark = reply.mark();
    long begun = server.slowLog().begin(command, request);
    long timed = server.latency().begin(command);
    try {
      if (command.is(CommandFlag.OFF_LOOP)) {
        client.requireWaiting();
      }
      server.guard().require(client, command, request, AclGuard.Origin.EXEC);
      watchKeys(client, command, request);
      client.keyspace().guarded(() -> command.run(client, request, reply));
    } catch (RedisError e) {
      command.failed.increment();
      fail(reply, mark, e);
    } catch (OrbitException e) {
      if (e.code() == ErrorCode.SERIALIZATION_FAILURE || e.code() == ErrorCode.DEADLOCK_DETECTED) {
        throw e;
      }
      command.failed.increment();
      fail(reply, mark, new RedisError(messageOf(e)));
    }
    server.slowLog().end(begun, 0, client, request);
    server.latency().end(timed, command);
    server.monitors().show(client, command, request);
    client.meter().ran(command);
  }

  /**
   * Runs a command that a script calls: a failure is its reply. One that a script with writes calls
   * takes its keys' locks, so that nobody comes between it and the calls that follow.
   */
  void runScripted(
      RedisClient client,
      RedisCommand command,
      RedisRequest request,
      RedisReply reply,
      boolean readOnly) {
    int mark = reply.mark();
    try {
      server.guard().require(client, command, request, AclGuard.Origin.SCRIPT);
      watchKeys(client, command, request);
      if (readOnly) {
        command.run(client, request, reply);
      } else {
        boolean ignored =
            client
                .keyspace()
                .atomically(
                    command.keysOf(request),
                    List.of(),
                    () -> client.keyspace().guarded(() -> command.run(client, request, reply)));
      }
    } catch (RedisError e) {
      command.failed.increment();
      fail(reply, mark, e);
    } catch (OrbitException e) {
      if (e.code() == ErrorCode.SERIALIZATION_FAILURE
          || e.code() == ErrorCode.DEADLOCK_DETECTED
          || e.code() == ErrorCode.QUERY_CANCELED) {
        throw e;
      }
      command.failed.increment();
      fail(reply, mark, new RedisError(messageOf(e)));
    }
    server.monitors().showScripted(client, command, request);
    client.meter().ran(command);
  }

  private static String messageOf(OrbitException e) {
    if (e.code() == ErrorCode.INTERNAL_ERROR) {
      LOG.error("a Redis command failed", e);
    }
    return RedisErrors.message(e);
  }

  private void fail(RedisReply reply, int mark, RedisError error) {
    reply.resetTo(mark);
    reply.error(error);
    countFailure(error.getMessage());
  }

  /** An error reply, by its code, in the figures. */
  void countFailure(String message) {
    server.statistics().errors.increment();
    int end = message.indexOf(' ');
    String code = end < 0 ? message : message.substring(0, end);
    server.statistics().countError(code);
    server.figures().failed(code);
  }

  private RedisCommand find(RedisRequest request) {
    RedisCommand command = server.commands().find(request.argument(0));
    if (command == null) {
      throw unknown(request);
    }
    RedisCommand container = null;
    if (command.isContainer() && request.size() > 1) {
      container = command;
      command = container.subcommands().get(request.text(1).toUpperCase(Locale.ROOT));
      if (command == null) {
        throw unknownSubcommand(container, request.argument(1));
      }
    }
    if (!command.accepts(request.size())) {
      throw RedisError.wrongArguments(command.fullName(container));
    }
    return command;
  }

  private void authenticate(RedisClient client, RedisCommand command) {
    if (!client.isAuthenticated()
        && client.mayTryUnauthenticated()
        && !server.openUnauthenticated(client)
        && !command.is(CommandFlag.NO_AUTH)) {
      throw new RedisError(NOT_AUTHENTICATED);
    }
    if (!client.isAuthenticated() && !command.is(CommandFlag.NO_AUTH)) {
      throw new RedisError(NOT_AUTHENTICATED);
    }
  }

  private static RedisError unknown(RedisRequest request) {
    StringBuilder arguments = new StringBuilder();
    for (int i = 1; i < request.size() && arguments.length() < SHOWN_ARGUMENTS; i++) {
      arguments
          .append('\'')
          .append(shown(request.argument(i), SHOWN_ARGUMENTS - arguments.length()))
          .append("' ");
    }
    return RedisError.echoing(
        "ERR unknown command '"
            + shown(request.argument(0), SHOWN_ARGUMENTS)
            + "', with args beginning with: "
            + arguments);
  }

  private static RedisError unknownSubcommand(RedisCommand container, ByteRange word) {
    return RedisError.echoing(
        "ERR unknown subcommand '"
            + shown(word, SHOWN_ARGUMENTS)
            + "'. Try "
            + container.name()
            + " HELP.");
  }

  /** As C shows it: up to the first zero byte. */
  private static String shown(ByteRange word, int limit) {
    int length = 0;
    while (length < word.length() && length < limit && word.byteAt(length) != 0) {
      length++;
    }
    ByteRange part = new ByteRange();
    part.set(word.array(), word.offset(), length);
    return part.latin1();
  }
}
