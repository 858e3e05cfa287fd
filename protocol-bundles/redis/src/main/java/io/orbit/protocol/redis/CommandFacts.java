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
    writeKeySpecifications(command, reply);
    reply.array(command.subcommands().size());
    for (RedisCommand each : command.subcommands().values()) {
      write(each, command, reply);
    }
  }

  /** One for all keys, or one each where their use differs, and one for numbered ones. */
  private static void writeKeySpecifications(RedisCommand command, RedisReply reply) {
    KeyPositions keys = command.keys();
    NumberedKeys numbered = command.numberedKeys();
    String[] uses = keys.isEmpty() ? new String[0] : keys.access().split(",");
    KeywordKeys behindWord = command.keywordKeys();
    reply.array(
        uses.length
            + (numbered == null ? 0 : 1)
            + (behindWord == null ? 0 : 1)
            + (command.keyWord().isEmpty() ? 0 : 1));
    for (int i = 0; i < uses.length; i++) {
      int index = keys.first() + i * keys.step();
      int last = uses.length > 1 || keys.last() == keys.first() ? 0 : keys.last();
      beginKeySpecification(uses[i].split(" "), reply);
      reply.bulk("index");
      reply.bulk("spec");
      writeNumbers(reply, "index", index);
      beginFindingKeys(reply);
      reply.bulk("range");
      reply.bulk("spec");
      writeNumbers(reply, "lastkey", last, "keystep", keys.step(), "limit", 0);
    }
    if (numbered != null) {
      beginKeySpecification(numbered.access().split(" "), reply);
      reply.bulk("index");
      reply.bulk("spec");
      writeNumbers(reply, "index", numbered.countAt());
      beginFindingKeys(reply);
      reply.bulk("keynum");
      reply.bulk("spec");
      writeNumbers(reply, "keynumidx", 0, "firstkey", 1, "keystep", 1);
    }
    if (behindWord != null) {
      beginKeySpecification(behindWord.access().split(" "), reply);
      reply.bulk("keyword");
      reply.bulk("spec");
      reply.map(2);
      reply.bulk("keyword");
      reply.bulk(behindWord.keyword());
      reply.bulk("startfrom");
      reply.integer(behindWord.startFrom());
      beginFindingKeys(reply);
      reply.bulk("range");
      reply.bulk("spec");
      writeNumbers(reply, "lastkey", -1, "keystep", 1, "limit", 2);
    }
    if (!command.keyWord().isEmpty()) {
      beginKeySpecification(command.keyWordAccess().split(" "), reply);
      reply.bulk("keyword");
      reply.bulk("spec");
      reply.map(2);
      reply.bulk("keyword");
      reply.bulk(command.keyWord());
      reply.bulk("startfrom");
      reply.integer(-2);
      beginFindingKeys(reply);
      reply.bulk("range");
      reply.bulk("spec");
      writeNumbers(reply, "lastkey", -1, "keystep", 1, "limit", 0);
    }
  }

  /** Up to the type of where the search begins. */
  private static void beginKeySpecification(String[] flags, RedisReply reply) {
    reply.map(3);
    reply.bulk("flags");
    reply.set(flags.length);
    for (String flag : flags) {
      reply.simple(flag);
    }
    reply.bulk("begin_search");
    reply.map(2);
    reply.bulk("type");
  }

  /** Up to the type of what finds the keys. */
  private static void beginFindingKeys(RedisReply reply) {
    reply.bulk("find_keys");
    reply.map(2);
    reply.bulk("type");
  }

  private static void writeNumbers(RedisReply reply, Object... namesAndNumbers) {
    reply.map(namesAndNumbers.length / 2);
    for (int i = 0; i < namesAndNumbers.length; i += 2) {
      reply.bulk((String) namesAndNumbers[i]);
      reply.integer((Integer) namesAndNumbers[i + 1]);
    }
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
