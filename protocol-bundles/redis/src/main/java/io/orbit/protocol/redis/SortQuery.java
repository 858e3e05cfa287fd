package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Lists;
import io.orbit.api.keyspace.Sets;
import io.orbit.api.keyspace.SortedSets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed SORT: which elements, in what order, and what is answered for each. */
final class SortQuery {
  /** An element with what it is sorted by. */
  private record Item(ByteRange element, double score, @Nullable ByteRange text) {}

  private final ByteRange key;
  private final List<SortPattern> gets = new ArrayList<>();
  private @Nullable SortPattern by;
  private boolean descending;
  private boolean alphabetic;
  private long offset;
  private long count = -1;
  private @Nullable ByteRange target;

  private SortQuery(ByteRange key) {
    this.key = key;
  }

  static SortQuery parse(RedisRequest request, boolean mayStore) {
    SortQuery query = new SortQuery(request.argument(1));
    for (int i = 2; i < request.size(); i++) {
      ByteRange word = request.argument(i);
      int left = request.size() - 1 - i;
      if (word.isWord("ASC")) {
        query.descending = false;
      } else if (word.isWord("DESC")) {
        query.descending = true;
      } else if (word.isWord("ALPHA")) {
        query.alphabetic = true;
      } else if (word.isWord("LIMIT") && left >= 2) {
        query.offset = Words.integer(request.argument(i + 1));
        query.count = Words.integer(request.argument(i + 2));
        i += 2;
      } else if (mayStore && word.isWord("STORE") && left >= 1) {
        query.target = request.argument(++i);
      } else if (word.isWord("BY") && left >= 1) {
        query.by = new SortPattern(request.argument(++i));
      } else if (word.isWord("GET") && left >= 1) {
        query.gets.add(new SortPattern(request.argument(++i)));
      } else {
        throw RedisError.syntax();
      }
    }
    return query;
  }

  /** Where the result is kept; null when it is answered. */
  @Nullable ByteRange target() {
    return target;
  }

  /** What is answered, null for a value that does not exist. */
  List<byte @Nullable []> run(RedisClient client) {
    KeyType type = client.keys().type(key);
    List<ByteRange> elements = elements(client, type);
    client.requireWaitingFor(elements.size());
    SortPattern pattern = by;
    boolean unsorted = pattern != null && !pattern.hasPlace();
    boolean anyway = unsorted && type == KeyType.SET && target != null;
    if (!unsorted || anyway) {
      elements = sorted(client, elements, anyway ? null : pattern, alphabetic || anyway);
    } else if (descending && type == KeyType.SORTED_SET) {
      Collections.reverse(elements);
    }
    List<byte @Nullable []> result = new ArrayList<>();
    for (ByteRange element : limited(elements)) {
      if (gets.isEmpty()) {
        result.add(element.copy());
      }
      for (SortPattern get : gets) {
        ByteRange value = get.value(client, element);
        result.add(value == null ? null : value.copy());
      }
    }
    return result;
  }

  private List<ByteRange> limited(List<ByteRange> elements) {
    int from = Math.clamp(offset, 0, elements.size());
    long most = count < 0 ? elements.size() : count;
    return elements.subList(from, (int) Math.min(elements.size(), from + most));
  }

  private List<ByteRange> elements(RedisClient client, @Nullable KeyType type) {
    List<ByteRange> elements = new ArrayList<>();
    if (type == KeyType.SET) {
      Sets.View set = client.sets().view(key);
      if (set != null) {
        set.forEach(member -> elements.add(ByteRange.of(member.copy())));
      }
    } else if (type == KeyType.SORTED_SET) {
      SortedSets.View set = client.sortedSets().view(key);
      if (set != null) {
        set.forEach(0, set.size(), (member, score) -> elements.add(ByteRange.of(member.copy())));
      }
    } else {
      Lists.View list = client.lists().view(key);
      if (list != null) {
        list.forEach(0, list.size(), (position, each) -> elements.add(ByteRange.of(each.copy())));
      }
    }
    return elements;
  }

  private List<ByteRange> sorted(
      RedisClient client, List<ByteRange> elements, @Nullable SortPattern pattern, boolean byText) {
    List<Item> items = new ArrayList<>();
    for (ByteRange element : elements) {
      ByteRange text = pattern == null ? element : pattern.value(client, element);
      items.add(new Item(element, byText || text == null ? 0 : score(text), text));
    }
    Comparator<Item> order =
        byText
            ? Comparator.comparing(Item::text, Comparator.nullsFirst(Comparator.naturalOrder()))
            : Comparator.comparingDouble(Item::score).thenComparing(Item::element);
    items.sort(descending ? order.reversed() : order);
    return items.stream().map(Item::element).toList();
  }

  private static double score(ByteRange text) {
    Double score = Scores.parseLoosely(text);
    if (score == null) {
      throw new RedisError("ERR One or more scores can't be converted into double");
    }
    return score;
  }

  /** A pattern of BY or GET: {@code #}, {@code key_*} or {@code key_*->field}. */
  private static final class SortPattern {
    private final byte[] bytes;
    private final int star;

    SortPattern(ByteRange word) {
      bytes = word.copy();
      int at = 0;
      while (at < bytes.length && bytes[at] != '*') {
        at++;
      }
      star = at;
    }

    boolean hasPlace() {
      return star < bytes.length;
    }

    /** The value that the pattern names for an element; null when there is none. */
    @Nullable ByteRange value(RedisClient client, ByteRange element) {
      if (bytes.length == 1 && bytes[0] == '#') {
        return element;
      }
      if (!hasPlace()) {
        return null;
      }
      int arrow = arrow();
      int end = arrow < 0 ? bytes.length : arrow;
      byte[] name = new byte[star + element.length() + end - star - 1];
      System.arraycopy(bytes, 0, name, 0, star);
      System.arraycopy(element.array(), element.offset(), name, star, element.length());
      System.arraycopy(bytes, star + 1, name, star + element.length(), end - star - 1);
      ByteRange wanted = ByteRange.of(name);
      ByteRange value = new ByteRange();
      KeyType type = client.keys().type(wanted);
      boolean found =
          arrow < 0
              ? type == KeyType.STRING && client.strings().get(wanted, value)
              : type == KeyType.HASH
                  && client
                      .hashes()
                      .get(
                          wanted,
                          ByteRange.of(Arrays.copyOfRange(bytes, arrow + 2, bytes.length)),
                          value);
      return found ? value : null;
    }

    /** Where {@code ->field} begins; -1 without one. */
    private int arrow() {
      for (int i = star + 1; i + 2 < bytes.length; i++) {
        if (bytes[i] == '-' && bytes[i + 1] == '>') {
          return i;
        }
      }
      return -1;
    }
  }
}
