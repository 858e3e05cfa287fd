package io.orbit.query.session;

import io.orbit.api.query.tree.Statement;
import io.orbit.api.value.DataType;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans by normalised text. Bounded; the least recently used goes first. Thread-safe (striped, so
 * that event loops do not meet).
 */
final class PlanCache {
  private static final int STRIPES = 16;
  private static final int PER_STRIPE = 256;

  /**
   * What a plan depends on beside the catalog's version.
   *
   * @param settings settings that change how names and literals are understood
   */
  record Key(
      String language,
      String text,
      long database,
      String settings,
      long role,
      List<DataType> parameterTypes) {}

  /**
   * A cached plan with the tree it came from. A tree without a plan is a command that needs none;
   * neither marks a text that must not be normalised.
   */
  record Entry(Optional<Planned> planned, Optional<Statement> statement, int parameterCount) {

    boolean isCommand() {
      return planned.isEmpty() && statement.isPresent();
    }
  }

  private final List<Stripe> stripes =
      java.util.stream.IntStream.range(0, STRIPES).mapToObj(i -> new Stripe()).toList();

  Optional<Entry> get(Key key) {
    return stripe(key).get(key);
  }

  void put(Key key, Entry entry) {
    stripe(key).put(key, entry);
  }

  private Stripe stripe(Key key) {
    int hash = key.hashCode();
    return stripes.get((hash ^ (hash >>> 16)) & (STRIPES - 1));
  }

  private static final class Stripe {
    private final Map<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);

    synchronized Optional<Entry> get(Key key) {
      return Optional.ofNullable(entries.get(key));
    }

    synchronized void put(Key key, Entry entry) {
      entries.put(key, entry);
      if (entries.size() > PER_STRIPE) {
        Iterator<Key> oldest = entries.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
  }
}
