package io.orbit.protocol.redis;

import java.util.Locale;

/** The groups of Redis' command reference, with the ACL category each implies. */
enum CommandGroup {
  CONNECTION("connection"),
  STRING("string"),
  GENERIC("keyspace"),
  HASH("hash"),
  BITMAP("bitmap"),
  HYPERLOGLOG("hyperloglog"),
  GEO("geo"),
  PUBSUB("pubsub"),
  LIST("list"),
  SET("set"),
  SORTED_SET("sortedset"),
  STREAM("stream"),
  TRANSACTIONS("transaction"),
  SCRIPTING("scripting"),
  SERVER(""),
  MODULE("");

  private final String category;

  CommandGroup(String category) {
    this.category = category;
  }

  String category() {
    return category;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
