package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** COMMAND and its subcommands. */
final class CommandCommands {
  private static final String FLAGS = "loading stale";

  private CommandCommands() {}

  private static RedisCommand define(String name, int arity) {
    return new RedisCommand(CommandGroup.CONNECTION, name, arity, FLAGS);
  }

  static RedisCommand command() {
    String all = "O(N) in the number of commands";
    RedisCommand command =
        define("COMMAND", -1)
            .about("2.8.13", all, "Facts of all commands")
            .runs((client, request, reply) -> writeAll(client.server().commands().all(), reply));
    return command
        .with(
            define("COUNT", 2)
                .about("2.8.13", "O(1)", "Number of commands")
                .runs(
                    (client, request, reply) ->
                        reply.integer(client.server().commands().all().size())))
        .with(
            define("INFO", -2)
                .about("2.8.13", "O(N) in the number asked", "Facts of some commands")
                .runs(CommandCommands::info))
        .with(
            define("DOCS", -2)
                .about("7.0.0", "O(N) in the number asked", "Descriptions of commands")
                .runs(CommandCommands::documents))
        .with(
            define("LIST", -2).about("7.0.0", all, "Names of commands").runs(CommandCommands::list))
        .with(
            define("GETKEYS", -3)
                .about("2.8.13", "O(N) in the number of arguments", "The keys of a command")
                .runs(CommandCommands::keys))
        .with(
            define("GETKEYSANDFLAGS", -3)
                .about(
                    "7.0.0",
                    "O(N) in the number of arguments",
                    "The keys of a command, and how it uses them")
                .runs(CommandCommands::keysAndUse))
        .with(
            define("HELP", 2)
                .about("5.0.0", "O(1)", "The subcommands")
                .runs((client, request, reply) -> HelpReply.write(command, reply)));
  }

  private static void writeAll(Collection<RedisCommand> commands, RedisReply reply) {
    reply.array(commands.size());
    commands.forEach(each -> CommandFacts.write(each, null, reply));
  }

  private static void info(RedisClient client, RedisRequest request, RedisReply reply) {
    CommandTable table = client.server().commands();
    if (request.size() == 2) {
      writeAll(table.all(), reply);
      return;
    }
    reply.array(request.size() - 2L);
    for (ByteRange name : request.from(2)) {
      RedisCommand found = table.find(name.latin1());
      if (found == null) {
        reply.nilArray();
      } else {
        CommandFacts.write(found, containerOf(table, name.latin1()), reply);
      }
    }
  }

  private static @Nullable RedisCommand containerOf(CommandTable table, String fullName) {
    int bar = fullName.indexOf('|');
    return bar < 0 ? null : table.find(fullName.substring(0, bar));
  }

  private static void documents(RedisClient client, RedisRequest request, RedisReply reply) {
    CommandTable table = client.server().commands();
    if (request.size() == 2) {
      reply.map(table.all().size());
      table.all().forEach(each -> CommandFacts.writeDocument(each, null, reply));
      return;
    }
    List<String> names =
        request.from(2).stream()
            .map(ByteRange::latin1)
            .filter(name -> table.find(name) != null)
            .toList();
    reply.map(names.size());
    for (String name : names) {
      RedisCommand found = table.find(name);
      if (found != null) {
        CommandFacts.writeDocument(found, containerOf(table, name), reply);
      }
    }
  }

  private static Stream<RedisCommand> withParts(RedisCommand command) {
    return Stream.concat(Stream.of(command), command.subcommands().values().stream());
  }

  private static void list(RedisClient client, RedisRequest request, RedisReply reply) {
    Stream<RedisCommand> commands =
        client.server().commands().all().stream().flatMap(CommandCommands::withParts);
    if (request.size() == 5 && request.argument(2).isWord("FILTERBY")) {
      ByteRange kind = request.argument(3);
      String value = request.argument(4).latin1().toLowerCase(Locale.ROOT);
      if (kind.isWord("ACLCAT")) {
        commands = commands.filter(each -> each.categories().contains(value));
      } else if (kind.isWord("PATTERN")) {
        Glob glob = new Glob(request.argument(4).copy(), true);
        commands =
            commands.filter(
                each -> {
                  byte[] name =
                      each.fullName().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                  return glob.matches(name, 0, name.length);
                });
      } else if (kind.isWord("MODULE")) {
        commands = Stream.empty();
      } else {
        throw RedisError.syntax();
      }
    } else if (request.size() != 2) {
      throw RedisError.syntax();
    }
    List<String> names = commands.map(RedisCommand::fullName).toList();
    reply.array(names.size());
    names.forEach(reply::bulk);
  }

  private static void keys(RedisClient client, RedisRequest request, RedisReply reply) {
    RedisRequest asked = detached(request);
    List<ByteRange> keys = findKeyed(client, asked).keysOf(asked);
    reply.array(keys.size());
    keys.forEach(reply::bulk);
  }

  private static void keysAndUse(RedisClient client, RedisRequest request, RedisReply reply) {
    RedisRequest asked = detached(request);
    RedisCommand found = findKeyed(client, asked);
    List<ByteRange> keys = found.keysOf(asked);
    List<ByteRange> fixed = found.keys().of(asked);
    reply.array(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      reply.array(2);
      reply.bulk(keys.get(i));
      String[] use = useOf(found, asked, i, i < fixed.size()).split(" ");
      reply.set(use.length);
      for (String each : use) {
        reply.simple(each);
      }
    }
  }

  /** How a key is used: by its place, and for some commands by their options. */
  private static String useOf(RedisCommand command, RedisRequest asked, int index, boolean fixed) {
    if (command.name().equals("SET")) {
      boolean reads = asked.from(3).stream().anyMatch(word -> word.isWord("GET"));
      return reads ? "RW access update" : "OW update";
    }
    if (command.name().equals("BITFIELD")) {
      boolean writes =
          asked.from(2).stream().anyMatch(word -> word.isWord("SET") || word.isWord("INCRBY"));
      return writes ? "RW access update" : "RO access";
    }
    NumberedKeys numbered = command.numberedKeys();
    KeywordKeys behindWord = command.keywordKeys();
    if (behindWord != null) {
      return behindWord.access();
    }
    if (!fixed && numbered != null) {
      return numbered.access();
    }
    if (!fixed && !command.keyWord().isEmpty()) {
      return command.keyWordAccess();
    }
    String[] uses = command.keys().access().split(",");
    return uses[Math.min(index, uses.length - 1)];
  }

  private static RedisRequest detached(RedisRequest request) {
    List<byte[]> words = new ArrayList<>();
    request.from(2).forEach(word -> words.add(word.copy()));
    return RedisRequest.of(words);
  }

  private static RedisCommand findKeyed(RedisClient client, RedisRequest asked) {
    RedisCommand found = client.server().commands().find(asked.argument(0));
    if (found != null && found.isContainer() && asked.size() > 1) {
      found = found.subcommands().get(asked.text(1).toUpperCase(Locale.ROOT));
    }
    if (found == null) {
      throw new RedisError("ERR Invalid command specified");
    }
    if (!found.hasKeys()) {
      throw new RedisError("ERR The command has no key arguments");
    }
    if (!found.accepts(asked.size())) {
      throw new RedisError("ERR Invalid number of arguments specified for command");
    }
    return found;
  }
}
