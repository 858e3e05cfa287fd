package io.orbit.simulation;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Keyspace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A change of one Redis key, and what must come of it. A key's first letter tells its type. A list
 * is written {@code [a, b]}, a hash and a sorted set {@code {field=value}} in the order of their
 * fields, a string as it is.
 */
record KeyChange(String key, Kind kind, String member, int number) {
  /** What is done. */
  enum Kind {
    ADD_FIRST,
    ADD_LAST,
    REMOVE_FIRST,
    PUT_MEMBER,
    REMOVE_MEMBER,
    SET_FIELD,
    REMOVE_FIELD,
    SET,
    APPEND,
    DELETE
  }

  static KeyChange random(SplittableRandom random) {
    char type = "lzhs".charAt(random.nextInt(4));
    Kind[] kinds =
        switch (type) {
          case 'l' -> new Kind[] {Kind.ADD_FIRST, Kind.ADD_LAST, Kind.REMOVE_FIRST};
          case 'z' -> new Kind[] {Kind.PUT_MEMBER, Kind.PUT_MEMBER, Kind.REMOVE_MEMBER};
          case 'h' -> new Kind[] {Kind.SET_FIELD, Kind.SET_FIELD, Kind.REMOVE_FIELD};
          default -> new Kind[] {Kind.SET, Kind.APPEND};
        };
    Kind kind = random.nextInt(10) == 0 ? Kind.DELETE : kinds[random.nextInt(kinds.length)];
    return new KeyChange(
        type + "" + random.nextInt(3), kind, "m" + random.nextInt(12), random.nextInt(100));
  }

  private ByteRange range() {
    return ByteRange.of(key);
  }

  void apply(Keyspace keyspace) {
    ByteRange name = range();
    ByteRange element = ByteRange.of(member);
    switch (kind) {
      case ADD_FIRST -> keyspace.lists().change(name, list -> add(list::addFirst, element));
      case ADD_LAST -> keyspace.lists().change(name, list -> add(list::addLast, element));
      case REMOVE_FIRST ->
          keyspace
              .lists()
              .change(
                  name,
                  list -> {
                    if (list.size() > 0) {
                      list.removeRange(0, 1);
                    }
                    return null;
                  });
      case PUT_MEMBER -> keyspace.sortedSets().change(name, set -> set.put(element, number));
      case REMOVE_MEMBER -> keyspace.sortedSets().change(name, set -> set.remove(element));
      case SET_FIELD -> keyspace.hashes().set(name, List.of(element, ByteRange.of("" + number)));
      case REMOVE_FIELD -> keyspace.hashes().delete(name, List.of(element));
      case SET -> keyspace.strings().set(name, element);
      case APPEND -> keyspace.strings().append(name, element);
      case DELETE -> keyspace.keys().delete(name);
    }
  }

  private static @Nullable Void add(
      java.util.function.Consumer<ByteRange> target, ByteRange element) {
    target.accept(element);
    return null;
  }

  /** What the key holds then. */
  @Nullable String after(@Nullable String before) {
    return switch (kind) {
      case ADD_FIRST, ADD_LAST, REMOVE_FIRST -> list(before);
      case PUT_MEMBER -> map(before, String.valueOf((double) number));
      case SET_FIELD -> map(before, String.valueOf(number));
      case REMOVE_MEMBER, REMOVE_FIELD -> map(before, null);
      case SET -> member;
      case APPEND -> before == null ? member : before + member;
      case DELETE -> null;
    };
  }

  private @Nullable String list(@Nullable String before) {
    List<String> elements = before == null ? new ArrayList<>() : new ArrayList<>(parts(before));
    switch (kind) {
      case ADD_FIRST -> elements.addFirst(member);
      case ADD_LAST -> elements.addLast(member);
      default -> {
        if (!elements.isEmpty()) {
          elements.removeFirst();
        }
      }
    }
    return elements.isEmpty() ? null : elements.toString();
  }

  private @Nullable String map(@Nullable String before, @Nullable String value) {
    TreeMap<String, String> fields = new TreeMap<>();
    if (before != null) {
      for (String part : parts(before)) {
        int equals = part.indexOf('=');
        fields.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    if (value == null) {
      fields.remove(member);
    } else {
      fields.put(member, value);
    }
    return fields.isEmpty() ? null : fields.toString();
  }

  private static List<String> parts(String text) {
    return List.of(text.substring(1, text.length() - 1).split(", "));
  }

  /** What a key holds, as the keyspace shows it; a sorted set's two orders must agree. */
  static @Nullable String read(Keyspace keyspace, String key) {
    ByteRange name = ByteRange.of(key);
    return switch (key.charAt(0)) {
      case 'l' -> {
        var list = keyspace.lists().view(name);
        yield list == null ? null : elements(list).toString();
      }
      case 'z' -> {
        var set = keyspace.sortedSets().view(name);
        yield set == null ? null : members(key, set).toString();
      }
      case 'h' -> {
        var hash = keyspace.hashes().view(name);
        TreeMap<String, String> fields = new TreeMap<>();
        if (hash != null) {
          hash.forEach((field, value) -> fields.put(field.utf8(), value.utf8()));
        }
        yield hash == null ? null : fields.toString();
      }
      default -> {
        ByteRange value = new ByteRange();
        yield keyspace.strings().get(name, value) ? value.utf8() : null;
      }
    };
  }

  private static List<String> elements(io.orbit.api.keyspace.Lists.View list) {
    List<String> elements = new ArrayList<>();
    list.forEach(0, list.size(), (position, element) -> elements.add(element.utf8()));
    return elements;
  }

  private static TreeMap<String, String> members(
      String key, io.orbit.api.keyspace.SortedSets.View set) {
    TreeMap<String, String> members = new TreeMap<>();
    double[] last = {Double.NEGATIVE_INFINITY};
    set.forEach(
        0,
        set.size(),
        (member, score) -> {
          if (score < last[0] || set.score(member) != score) {
            throw new Violation("the orders of the sorted set " + key + " do not agree");
          }
          last[0] = score;
          members.put(member.utf8(), String.valueOf(score));
        });
    if (members.size() != set.size()) {
      throw new Violation("the sorted set " + key + " counts wrong");
    }
    return members;
  }
}
