package io.orbit.protocol.redis;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The ACL categories of commands: from group and flags, as Redis derives them, and by name. */
final class AclCategories {
  /** In the order of ACL CAT. */
  static final List<String> NAMES =
      List.of(
          "keyspace",
          "read",
          "write",
          "set",
          "sortedset",
          "list",
          "hash",
          "string",
          "bitmap",
          "hyperloglog",
          "geo",
          "stream",
          "pubsub",
          "admin",
          "fast",
          "slow",
          "blocking",
          "dangerous",
          "connection",
          "transaction",
          "scripting");

  private static final Set<String> ON_KEYS =
      Set.of("FLUSHDB", "FLUSHALL", "DBSIZE", "SWAPDB", "RESTORE-ASKING");
  private static final Set<String> DANGEROUS =
      Set.of(
          "KEYS",
          "FLUSHDB",
          "FLUSHALL",
          "SWAPDB",
          "INFO",
          "SORT",
          "SORT_RO",
          "RESTORE",
          "ROLE",
          "LASTSAVE",
          "MIGRATE",
          "RESTORE-ASKING");
  private static final Set<String> ADMIN = Set.of("ROLE", "LASTSAVE");

  private AclCategories() {}

  static Set<String> of(RedisCommand command) {
    Set<String> categories = new TreeSet<>();
    String name = command.name();
    boolean sub = command.fullName().indexOf('|') >= 0;
    boolean isSort = !sub && (name.equals("SORT") || name.equals("SORT_RO"));
    if (isSort) {
      categories.addAll(List.of("list", "set", "sortedset"));
    } else if (!(command.group() == CommandGroup.PUBSUB && isBare(command, sub))) {
      categories.add(command.group().category());
    }
    if (!sub && ON_KEYS.contains(name)) {
      categories.add("keyspace");
    }
    if (command.fullName().startsWith("command")) {
      categories.add("connection");
    }
    if (command.fullName().matches("(function|script)\\|.*|(eval|fcall).*")) {
      categories.add("scripting");
    }
    addByFlags(command, categories);
    if (!sub && DANGEROUS.contains(name)) {
      categories.add("dangerous");
    }
    if (!sub && ADMIN.contains(name)) {
      categories.add("admin");
    }
    if (isBare(command, sub) && command.isContainer()) {
      categories.retainAll(Set.of("slow", "connection"));
      if (!command.fullName().equals("command")) {
        categories.remove("connection");
      }
    }
    categories.remove("");
    return categories;
  }

  /** A container, or a HELP. */
  private static boolean isBare(RedisCommand command, boolean sub) {
    return sub ? command.name().equals("HELP") : command.isContainer();
  }

  private static void addByFlags(RedisCommand command, Set<String> categories) {
    if (command.is(CommandFlag.WRITE)) {
      categories.add("write");
    }
    if (command.is(CommandFlag.READONLY)) {
      categories.add("read");
    }
    if (command.is(CommandFlag.ADMIN)) {
      categories.add("admin");
      categories.add("dangerous");
    }
    if (command.is(CommandFlag.BLOCKING)) {
      categories.add("blocking");
    }
    categories.add(command.is(CommandFlag.FAST) ? "fast" : "slow");
  }
}
