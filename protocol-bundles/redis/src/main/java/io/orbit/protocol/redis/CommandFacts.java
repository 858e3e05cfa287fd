package io.orbit.protocol.redis;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A command as COMMAND INFO and COMMAND DOCS show it. */
final class CommandFacts {
  private CommandFacts() {}

  /** Name, arity, flags, keys, categories, tips, key specifications, subcommands. */
  static void write(RedisCommand command, @Nullable RedisCommand container, RedisReply reply) {
    KeyPositions keys = command.keys();
    reply.array(10);
    reply.bulk(command.fullName(container));
    reply.integer(command.arity());
    List<CommandFlag> flags = command.flags().stream().filter(CommandFlag::isShown).toList();
    reply.set(flags.size());
    flags.forEach(flag -> reply.simple(flag.wireName()));
    reply.integer(keys.first());
    reply.integer(keys.last());
    reply.integer(keys.step());
    Set<String> categories = command.categories();
    reply.set(categories.size());
    categories.forEach(category -> reply.simple("@" + category));
    reply.array(0);
    writeKeySpecifications(keys, reply);
    reply.array(command.subcommands().size());
    for (RedisCommand each : command.subcommands().values()) {
      write(each, command, reply);
    }
  }

  /** One for all keys, or one each where their use differs. */
  private static void writeKeySpecifications(KeyPositions keys, RedisReply reply) {
    if (keys.isEmpty()) {
      reply.array(0);
      return;
    }
    String[] uses = keys.access().split(",");
    reply.array(uses.length);
    for (int i = 0; i < uses.length; i++) {
      int index = keys.first() + i * keys.step();
      int last = uses.length > 1 || keys.last() == keys.first() ? 0 : keys.last();
      writeKeySpecification(uses[i].split(" "), index, last, keys.step(), reply);
    }
  }

  private static void writeKeySpecification(
      String[] flags, int index, int last, int step, RedisReply reply) {
    reply.map(3);
    reply.bulk("flags");
    reply.set(flags.length);
    for (String flag : flags) {
      reply.simple(flag);
    }
    reply.bulk("begin_search");
    reply.map(2);
    reply.bulk("type");
    reply.bulk("index");
    reply.bulk("spec");
    reply.map(1);
    reply.bulk("index");
    reply.integer(index);
    reply.bulk("find_keys");
    reply.map(2);
    reply.bulk("type");
    reply.bulk("range");
    reply.bulk("spec");
    reply.map(3);
    reply.bulk("lastkey");
    reply.integer(last);
    reply.bulk("keystep");
    reply.integer(step);
    reply.bulk("limit");
    reply.integer(0);
  }

  /** Name, then summary, since, group, complexity and subcommands. */
  static void writeDocument(
      RedisCommand command, @Nullable RedisCommand container, RedisReply reply) {
    reply.bulk(command.fullName(container));
    reply.map(command.isContainer() ? 5 : 4);
    reply.bulk("summary");
    reply.bulk(command.summary());
    reply.bulk("since");
    reply.bulk(command.since());
    reply.bulk("group");
    reply.bulk(command.group().wireName());
    reply.bulk("complexity");
    reply.bulk(command.complexity());
    if (command.isContainer()) {
      reply.bulk("subcommands");
      reply.map(command.subcommands().size());
      for (RedisCommand each : command.subcommands().values()) {
        writeDocument(each, command, reply);
      }
    }
  }
}
