package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All commands by name. A look-up costs one hash of the name and makes no object. */
final class CommandTable {
  private final SortedMap<String, RedisCommand> byName = new TreeMap<>();
  private final RedisCommand[] slots;
  private final int mask;

  CommandTable() {
    List<RedisCommand> commands = new ArrayList<>();
    commands.addAll(ConnectionCommands.all());
    commands.addAll(StringCommands.all());
    commands.addAll(KeyCommands.all());
    commands.addAll(DumpCommands.all());
    commands.addAll(HashCommands.all());
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
    slots = new RedisCommand[Integer.highestOneBit(commands.size() * 4) * 2];
    mask = slots.length - 1;
    for (RedisCommand command : commands) {
      command.nameChanges();
      if (byName.put(command.name(), command) != null) {
        throw new IllegalStateException("two commands named " + command.name());
      }
      int slot = hash(ByteRange.of(command.name())) & mask;
      while (slots[slot] != null) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = command;
    }
  }

  Collection<RedisCommand> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  @Nullable RedisCommand find(ByteRange name) {
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
    RedisCommand command = byName.get(bar < 0 ? upper : upper.substring(0, bar));
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
