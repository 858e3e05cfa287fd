package io.orbit.protocol.redis;

import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.CommandModule;
import io.orbit.api.keyspace.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The commands of modules as those of the protocol. */
final class ModuleCommands {
  private ModuleCommands() {}

  static List<RedisCommand> of(CommandModule module) {
    return module.commands().stream().map(ModuleCommands::command).toList();
  }

  private static RedisCommand command(CommandDefinition definition) {
    CommandGroup group =
        CommandGroup.valueOf(definition.group().toUpperCase(Locale.ROOT).replace('-', '_'));
    RedisCommand command =
        new RedisCommand(group, definition.name(), definition.arity(), definition.flags())
            .about(definition.since(), definition.complexity(), definition.summary());
    String access = definition.keyAccess();
    if (definition.keyCountAt() > 0) {
      command.numberedKeys(access, definition.keyCountAt());
    } else if (!access.isEmpty()) {
      command.keys(access, definition.firstKey(), definition.lastKey(), definition.keyStep());
    }
    definition.subcommands().forEach(each -> command.with(command(each)));
    CommandDefinition.Handler handler = definition.handler();
    if (handler != null) {
      command.runs((client, request, reply) -> run(command, handler, client, request, reply));
    } else if (!definition.subcommands().isEmpty()) {
      command.with(
          new RedisCommand(group, "HELP", 2, "loading stale")
              .about(definition.since(), "O(1)", "The subcommands")
              .runs((client, request, reply) -> HelpReply.write(command, reply)));
    }
    return command;
  }

  private static void run(
      RedisCommand command,
      CommandDefinition.Handler handler,
      RedisClient client,
      RedisRequest request,
      RedisReply reply) {
    try {
      ModuleCall call = new ModuleCall(client, request, reply.resp3());
      Reply answer = handler.run(call);
      if (answer instanceof Reply.Failure(String text)) {
        command.failed.increment();
        if (!call.isCounted(text)) {
          client.server().dispatcher().countFailure(text);
        }
      }
      write(answer, reply);
    } catch (CommandFailure e) {
      throw failure(e.getMessage());
    }
  }

  /** The message's characters are bytes, if none is above 255: a client's words may be in it. */
  private static RedisError failure(String message) {
    boolean bytes = message.chars().allMatch(letter -> letter < 256);
    return bytes ? RedisError.echoing(message) : new RedisError(message);
  }

  /** A reply's tree in the client's version of the protocol. */
  static void write(Reply tree, RedisReply reply) {
    switch (tree) {
      case Reply.Simple(String text) -> reply.simple(text);
      case Reply.Failure(String text) -> reply.error(failure(text));
      case Reply.Whole(long value) -> reply.integer(value);
      case Reply.Floating(double value) -> reply.number(value);
      case Reply.Truth(boolean value) -> reply.truth(value);
      case Reply.Bulk(byte[] bytes) -> reply.bulk(bytes);
      case Reply.Verbatim(String form, byte[] bytes) -> reply.verbatim(form, bytes);
      case Reply.Big(String digits) -> reply.big(digits);
      case Reply.Nothing() -> reply.nil();
      case Reply.NoSequence() -> reply.nilArray();
      case Reply.Sequence(List<Reply> elements) -> {
        reply.array(elements.size());
        elements.forEach(each -> write(each, reply));
      }
      case Reply.Distinct(List<Reply> elements) -> {
        reply.set(elements.size());
        elements.forEach(each -> write(each, reply));
      }
      case Reply.Table(List<Map.Entry<Reply, Reply>> entries) -> {
        reply.map(entries.size());
        for (Map.Entry<Reply, Reply> entry : entries) {
          write(entry.getKey(), reply);
          write(entry.getValue(), reply);
        }
      }
    }
  }

  /** MODULE. */
  static RedisCommand module() {
    RedisCommand module =
        new RedisCommand(CommandGroup.SERVER, "MODULE", -2, "")
            .about("4.0.0", "Depends on the subcommand", "Bundles that add commands");
    return module
        .with(
            new RedisCommand(CommandGroup.SERVER, "LIST", 2, "admin noscript")
                .about("4.0.0", "O(N) in their number", "Bundles that add commands")
                .runs((client, request, reply) -> writeAll(client.server(), reply)))
        .with(refused("LOAD", -3, "4.0.0"))
        .with(refused("LOADEX", -3, "7.0.0"))
        .with(refused("UNLOAD", 3, "4.0.0"))
        .with(
            new RedisCommand(CommandGroup.SERVER, "HELP", 2, "loading stale")
                .about("5.0.0", "O(1)", "The subcommands")
                .runs((client, request, reply) -> HelpReply.write(module, reply)));
  }

  /** Bundles come and go by the operator's own ways. */
  private static RedisCommand refused(String name, int arity, String since) {
    return new RedisCommand(CommandGroup.SERVER, name, arity, "admin noscript no_async_loading")
        .about(since, "O(1)", "Refused, as Redis does by default: features are installed otherwise")
        .runs(
            (client, request, reply) -> {
              throw new RedisError(DebugCommands.notAllowed("MODULE", "enable-module-command"));
            });
  }

  /** As MODULE LIST and HELLO show them. */
  static void writeAll(RedisServer server, RedisReply reply) {
    List<CommandModule> modules =
        server.commands().modules().stream().filter(each -> each.version() > 0).toList();
    reply.array(modules.size());
    for (CommandModule each : modules) {
      reply.map(4);
      reply.bulk("name");
      reply.bulk(each.name().getBytes(StandardCharsets.US_ASCII));
      reply.bulk("ver");
      reply.integer(each.version());
      reply.bulk("path");
      reply.bulk("");
      reply.bulk("args");
      reply.array(0);
    }
  }
}
