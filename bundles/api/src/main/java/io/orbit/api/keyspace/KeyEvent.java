package io.orbit.api.keyspace;

/**
 * What happened to a key, as Redis' keyspace notifications call it.
 *
 * @param name as subscribers see it: {@code set}, {@code lpush}, {@code expired} …
 */
public record KeyEvent(Kind kind, String name) {
  public static final KeyEvent DELETED = new KeyEvent(Kind.GENERIC, "del");
  public static final KeyEvent EXPIRED = new KeyEvent(Kind.EXPIRED, "expired");

  public static final KeyEvent EVICTED = new KeyEvent(Kind.EVICTED, "evicted");

  /** A key that was not there is. */
  public static final KeyEvent NEW = new KeyEvent(Kind.NEW, "new");

  /** Somebody wanted to read a key that is not there. */
  public static final KeyEvent MISSED = new KeyEvent(Kind.MISS, "keymiss");

  /** Redis' classes of events. */
  public enum Kind {
    GENERIC('g'),
    STRING('$'),
    LIST('l'),
    SET('s'),
    HASH('h'),
    SORTED_SET('z'),
    EXPIRED('x'),
    EVICTED('e'),
    STREAM('t'),
    MODULE('d'),
    NEW('n'),
    MISS('m');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    /** As {@code notify-keyspace-events} names it. */
    public char letter() {
      return letter;
    }
  }
}
