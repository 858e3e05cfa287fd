package io.orbit.api.ops;

import java.util.List;

/**
 * Who did what, from where, by which protocol: log-ins, refusals, changes of the catalog, what
 * operators do. What was recorded cannot be changed or taken away without {@link #verify} telling:
 * each entry is chained to the one before. Thread-safe.
 */
public interface AuditLog {
  /**
   * Adds an entry; the operating system has it when this returns. Never fails: what cannot be
   * written is told in the server's log and in its health.
   */
  void record(Event event);

  /** Entries, the newest first. */
  List<Entry> list(Filter filter);

  /** Reads everything and compares it with its chain, and with what the store knows of it. */
  Verdict verify();

  /**
   * What happened. Holds no secret.
   *
   * @param user who acted, or said to be; empty for the server itself
   * @param protocol by which they came; {@code server} for the server itself
   * @param remoteAddress from where, may be empty
   * @param action in a few words: {@code log in}, {@code create table}, {@code operate}
   * @param object on what
   * @param allowed false when it was refused or failed
   * @param detail further words, may be empty
   */
  record Event(
      String user,
      String protocol,
      String remoteAddress,
      String action,
      String object,
      boolean allowed,
      String detail) {}

  /**
   * An event as it was recorded.
   *
   * @param number from 1, without gaps
   * @param time milliseconds since 1970
   * @param hash SHA-256 over the hash of the entry before and everything in this one, in
   *     hexadecimal
   */
  record Entry(long number, long time, Event event, String hash) {}

  /**
   * Which entries.
   *
   * @param before only those with smaller numbers; 0 for the newest
   * @param count how many at most
   * @param user only this user's; empty for everybody's
   * @param action only actions that contain these words; empty for all
   * @param refusedOnly only what was not allowed
   */
  record Filter(long before, int count, String user, String action, boolean refusedOnly) {
    /** Whether an entry is wanted, its number apart. */
    public boolean admits(Entry entry) {
      Event event = entry.event();
      return (user.isEmpty() || event.user().equals(user))
          && event.action().contains(action)
          && !(refusedOnly && event.allowed());
    }
  }

  /**
   * What a verification found.
   *
   * @param first number of the oldest entry that is here; those before were taken elsewhere
   * @param last number of the newest
   * @param head the newest entry's hash; whoever writes it down elsewhere can prove later what was
   *     there until then
   * @param problems what was changed or is missing
   */
  record Verdict(long first, long last, String head, List<String> problems) {
    public boolean sound() {
      return problems.isEmpty();
    }
  }

  /** Keeps nothing: for stores that nobody connects to. */
  AuditLog NONE =
      new AuditLog() {
        @Override
        public void record(Event event) {
          // Nobody asks for it.
        }

        @Override
        public List<Entry> list(Filter filter) {
          return List.of();
        }

        @Override
        public Verdict verify() {
          return new Verdict(1, 0, "", List.of());
        }
      };
}
