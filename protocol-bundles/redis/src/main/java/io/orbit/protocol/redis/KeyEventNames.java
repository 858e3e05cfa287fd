package io.orbit.protocol.redis;

import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyEvent.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the changes of a command are called, where one name does for all of them. The others name
 * theirs as they go, or the keyspace does.
 */
final class KeyEventNames {
  private KeyEventNames() {}

  /**
   * @param container null for a command that is none's subcommand
   */
  static @Nullable KeyEvent of(RedisCommand command, @Nullable RedisCommand container) {
    if (!command.is(CommandFlag.WRITE)) {
      return null;
    }
    return container == null ? of(command) : ofSubcommand(command, container);
  }

  private static @Nullable KeyEvent ofSubcommand(RedisCommand command, RedisCommand container) {
    return container.name().equals("XGROUP")
        ? new KeyEvent(Kind.STREAM, "xgroup-" + lower(command.name()))
        : null;
  }

  private static @Nullable KeyEvent of(RedisCommand command) {
    String name = command.name();
    return switch (name) {
      case "SETBIT", "BITFIELD" -> new KeyEvent(Kind.STRING, "setbit");
      case "PFADD", "PFMERGE" -> new KeyEvent(Kind.STRING, "pfadd");
      case "LPUSHX" -> new KeyEvent(Kind.LIST, "lpush");
      case "RPUSHX" -> new KeyEvent(Kind.LIST, "rpush");
      case "BLPOP" -> new KeyEvent(Kind.LIST, "lpop");
      case "BRPOP" -> new KeyEvent(Kind.LIST, "rpop");
      case "SORT" -> new KeyEvent(Kind.LIST, "sortstore");
      case "ZINCRBY" -> new KeyEvent(Kind.SORTED_SET, "zincr");
      case "BZPOPMIN" -> new KeyEvent(Kind.SORTED_SET, "zpopmin");
      case "BZPOPMAX" -> new KeyEvent(Kind.SORTED_SET, "zpopmax");
      case "GEOADD" -> new KeyEvent(Kind.SORTED_SET, "zadd");
      case "GEORADIUS", "GEORADIUSBYMEMBER" -> new KeyEvent(Kind.SORTED_SET, "georadiusstore");
      case "XACK", "XREADGROUP", "XCLAIM", "XAUTOCLAIM" -> null;
      default -> {
        Kind kind = kindOf(command.group());
        yield kind == null ? null : new KeyEvent(kind, lower(name));
      }
    };
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static @Nullable Kind kindOf(CommandGroup group) {
    return switch (group) {
      case STRING, BITMAP, HYPERLOGLOG -> Kind.STRING;
      case GENERIC -> Kind.GENERIC;
      case HASH -> Kind.HASH;
      case LIST -> Kind.LIST;
      case SET -> Kind.SET;
      case SORTED_SET, GEO -> Kind.SORTED_SET;
      case STREAM -> Kind.STREAM;
      case MODULE -> Kind.MODULE;
      case CONNECTION, PUBSUB, TRANSACTIONS, SCRIPTING, SERVER -> null;
    };
  }
}
