package io.orbit.protocol.redis;

import io.orbit.api.keyspace.KeyEvent.Kind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code notify-keyspace-events} says: which events are published, and on which of the two
 * kinds of channels.
 */
record NotificationClasses(Set<Kind> kinds, boolean byKey, boolean byEvent) {
  static final NotificationClasses NONE = new NotificationClasses(Set.of(), false, false);
  static final String LETTERS = "Ag$lshzxeKEtmdn";

  /** {@code A}: all but misses and new keys. */
  private static final Set<Kind> ALL =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Kind.MISS, Kind.NEW)));

  /** Null when a letter has no meaning. */
  static @Nullable NotificationClasses parse(String letters) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (char letter : letters.toCharArray()) {
      if (LETTERS.indexOf(letter) < 0) {
        return null;
      }
      for (Kind kind : Kind.values()) {
        if (letter == kind.letter() || letter == 'A' && ALL.contains(kind)) {
          kinds.add(kind);
        }
      }
    }
    return new NotificationClasses(
        Collections.unmodifiableSet(kinds), letters.contains("K"), letters.contains("E"));
  }

  boolean isEmpty() {
    return kinds.isEmpty() || !byKey && !byEvent;
  }

  boolean contains(Kind kind) {
    return (byKey || byEvent) && kinds.contains(kind);
  }

  /** As CONFIG GET shows it. */
  String letters() {
    StringBuilder letters = new StringBuilder();
    boolean all = kinds.containsAll(ALL);
    if (all) {
      letters.append('A');
    }
    for (Kind kind : Kind.values()) {
      if (kinds.contains(kind) && !(all && ALL.contains(kind)) && kind != Kind.MISS) {
        letters.append(kind.letter());
      }
    }
    if (byKey) {
      letters.append('K');
    }
    if (byEvent) {
      letters.append('E');
    }
    return kinds.contains(Kind.MISS) ? letters.append('m').toString() : letters.toString();
  }
}
