package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one client tracks keys (CLIENT TRACKING). Set by its own thread; any thread may read, and
 * collect what is to be broadcast.
 */
final class ClientTracking {
  /**
   * What was asked for.
   *
   * @param redirect the client that gets the messages, 0 for this one
   * @param prefixes of names, all that were ever asked for while broadcasting
   */
  record Options(
      boolean broadcast,
      boolean optIn,
      boolean optOut,
      boolean noLoop,
      long redirect,
      Set<ByteRange> prefixes) {
    static final Options NONE = new Options(false, false, false, false, 0, Set.of());
  }

  private final Map<ByteRange, Set<ByteRange>> pending = new LinkedHashMap<>();
  private volatile Options options = Options.NONE;
  private volatile boolean on;
  private volatile boolean redirectionBroken;
  private boolean caching;

  boolean isOn() {
    return on;
  }

  Options options() {
    return options;
  }

  void start(Options asked) {
    options = asked;
    redirectionBroken = false;
    on = true;
  }

  void stop() {
    on = false;
    options = Options.NONE;
    redirectionBroken = false;
    caching = false;
    synchronized (pending) {
      pending.clear();
    }
  }

  boolean isRedirectionBroken() {
    return redirectionBroken;
  }

  void breakRedirection() {
    redirectionBroken = true;
  }

  /** CLIENT CACHING was called for the next command or transaction. */
  boolean isCaching() {
    return caching;
  }

  void setCaching(boolean given) {
    caching = given;
  }

  /** Whether what the client reads now is to be remembered. */
  boolean remembersReads() {
    Options now = options;
    return on && !now.broadcast() && !(now.optIn() && !caching) && !(now.optOut() && caching);
  }

  /** Notes a key that has changed for a prefix. */
  void collect(ByteRange prefix, ByteRange key) {
    synchronized (pending) {
      pending.computeIfAbsent(prefix, each -> new LinkedHashSet<>()).add(key);
    }
  }

  /** What was noted, a list for each prefix. */
  List<List<ByteRange>> takeCollected() {
    synchronized (pending) {
      List<List<ByteRange>> taken = new ArrayList<>();
      pending.values().forEach(keys -> taken.add(List.copyOf(keys)));
      pending.clear();
      return taken;
    }
  }
}
