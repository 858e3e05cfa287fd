package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.ArrayList;
import java.util.List;

/** The keys that a request names, with what it does to each, for the check of rights. */
final class AclKeys {
  /** A key and what is done to it. */
  record Use(ByteRange key, boolean reads, boolean writes) {
    static Use of(ByteRange key, String access) {
      List<String> words = List.of(access.split(" "));
      return new Use(
          key,
          words.contains("access"),
          words.contains("insert") || words.contains("delete") || words.contains("update"));
    }
  }

  private AclKeys() {}

  static List<Use> of(RedisCommand command, RedisRequest request) {
    List<Use> uses = new ArrayList<>();
    List<ByteRange> all = command.keysOf(request);
    List<ByteRange> placed = command.keys().of(request);
    String[] ways = command.keys().access().split(",");
    for (int i = 0; i < placed.size(); i++) {
      uses.add(Use.of(placed.get(i), way(command, request, ways[Math.min(i, ways.length - 1)])));
    }
    NumberedKeys numbered = command.numberedKeys();
    KeywordKeys behindWord = command.keywordKeys();
    if (behindWord != null) {
      all.forEach(key -> uses.add(Use.of(key, behindWord.access())));
      return uses;
    }
    List<ByteRange> counted = numbered == null ? List.of() : numbered.of(request);
    counted.forEach(key -> uses.add(Use.of(key, numberedAccess(numbered))));
    for (ByteRange target : all.subList(placed.size() + counted.size(), all.size())) {
      uses.add(Use.of(target, "OW update"));
    }
    return uses;
  }

  private static String numberedAccess(@org.jspecify.annotations.Nullable NumberedKeys numbered) {
    return numbered == null ? "" : numbered.access();
  }

  /** SET reads only where it is asked to, BITFIELD writes only then. */
  private static String way(RedisCommand command, RedisRequest request, String declared) {
    boolean writes =
        request.from(2).stream().anyMatch(word -> word.isWord("SET") || word.isWord("INCRBY"));
    return switch (command.fullName()) {
      case "set" ->
          request.from(3).stream().anyMatch(word -> word.isWord("GET"))
              ? "RW access update"
              : "OW update";
      case "bitfield" -> writes ? declared : "RO access";
      default -> declared;
    };
  }
}
