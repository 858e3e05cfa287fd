package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandModule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All commands by name: those of the protocol, and those that modules add and take away. A look-up
 * costs one hash of the name and makes no object. Thread-safe.
 */
final class CommandTable {
  /** All commands there are at a time. */
  record Index(SortedMap<String, RedisCommand> byName, RedisCommand[] slots) {}

  private final List<RedisCommand> own;
  private final Map<CommandModule, List<RedisCommand>> added = new LinkedHashMap<>();
  private volatile Index index;

  CommandTable() {
    List<RedisCommand> commands = new ArrayList<>();
    commands.addAll(ConnectionCommands.all());
    commands.addAll(StringCommands.all());
    commands.addAll(KeyCommands.all());
    commands.addAll(DumpCommands.all());
    commands.addAll(HashCommands.all());
    commands.addAll(HashExpiryCommands.all());
    commands.addAll(HashFieldCommands.all());
    commands.addAll(ListCommands.all());
    commands.addAll(SetCommands.all());
    commands.addAll(SortedSetCommands.all());
    commands.addAll(BlockingCommands.all());
    commands.addAll(StreamCommands.all());
    commands.addAll(BitmapCommands.all());
    commands.add(LongestCommonSubsequence.command());
    commands.addAll(HyperLogLogCommands.all());
    commands.addAll(GeoCommands.all());
    commands.addAll(PubSubCommands.all());
    commands.addAll(SortCommands.all());
    commands.addAll(TransactionCommands.all());
    commands.addAll(ServerCommands.all());
    commands.addAll(WatchingCommands.all());
    commands.addAll(ReplicationCommands.all());
    commands.addAll(LifecycleCommands.all());
    commands.addAll(ClusterCommands.all());
    commands.add(DebugCommands.debug());
    commands.add(MigrateCommand.command());
    own = List.copyOf(commands);
    index = index(own);
  }

  private static Index index(List<RedisCommand> commands) {
    SortedMap<String, RedisCommand> byName = new TreeMap<>();
    RedisCommand[] slots = new RedisCommand[Integer.highestOneBit(commands.size() * 4) * 2];
    int mask = slots.length - 1;
    for (RedisCommand command : commands) {
      command.nameChanges();
      if (byName.put(command.name(), command) != null) {
        throw new IllegalArgumentException("two commands named " + command.name());
      }
      int slot = hash(ByteRange.of(command.name())) & mask;
      while (slots[slot] != null) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = command;
    }
    return new Index(byName, slots);
  }

  /** Adds a module's commands, all or none. */
  synchronized void add(CommandModule module) {
    List<RedisCommand> commands = ModuleCommands.of(module);
    index = index(all(added, commands));
    added.put(module, commands);
  }

  /** Takes a module's commands away. */
  synchronized void remove(CommandModule module) {
    if (added.remove(module) != null) {
      index = index(all(added, List.of()));
    }
  }

  private List<RedisCommand> all(
      Map<CommandModule, List<RedisCommand>> modules, List<RedisCommand> more) {
    List<RedisCommand> all = new ArrayList<>(own);
    modules.values().forEach(all::addAll);
    all.addAll(more);
    return all;
  }

  synchronized List<CommandModule> modules() {
    return List.copyOf(added.keySet());
  }

  /** The same as long as no command comes or goes. */
  Index index() {
    return index;
  }

  Collection<RedisCommand> all() {
    return Collections.unmodifiableCollection(index.byName().values());
  }

  @Nullable RedisCommand find(ByteRange name) {
    RedisCommand[] slots = index.slots();
    int mask = slots.length - 1;
    for (int slot = hash(name) & mask; slots[slot] != null; slot = (slot + 1) & mask) {
      if (name.isWord(slots[slot].name())) {
        return slots[slot];
      }
    }
    return null;
  }

  /** By the name replies show, {@code get} or {@code client|id}, letters of either case. */
  @Nullable RedisCommand find(String fullName) {
    String upper = fullName.toUpperCase(Locale.ROOT);
    int bar = upper.indexOf('|');
    RedisCommand command = index.byName().get(bar < 0 ? upper : upper.substring(0, bar));
    return bar < 0 || command == null
        ? command
        : command.subcommands().get(upper.substring(bar + 1));
  }

  private static int hash(ByteRange name) {
    int hash = name.length();
    for (int i = 0; i < name.length(); i++) {
      hash = 31 * hash + (name.byteAt(i) | 0x20);
    }
    return hash ^ (hash >>> 7);
  }
}
