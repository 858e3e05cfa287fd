package io.orbit.protocol.redis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What {@code maxmemory-policy} may be. */
enum EvictionPolicy {
  NOEVICTION(false, Order.NONE),
  ALLKEYS_LRU(false, Order.IDLE),
  ALLKEYS_LFU(false, Order.SELDOM),
  ALLKEYS_RANDOM(false, Order.RANDOM),
  VOLATILE_LRU(true, Order.IDLE),
  VOLATILE_LFU(true, Order.SELDOM),
  VOLATILE_RANDOM(true, Order.RANDOM),
  VOLATILE_TTL(true, Order.TIME_TO_LIVE);

  /** Which key goes first. */
  enum Order {
    NONE,
    /** The one not used for longest. */
    IDLE,
    /** The one used least often. */
    SELDOM,
    RANDOM,
    /** The one that would expire first. */
    TIME_TO_LIVE
  }

  private final boolean expiringOnly;
  private final Order order;

  EvictionPolicy(boolean expiringOnly, Order order) {
    this.expiringOnly = expiringOnly;
    this.order = order;
  }

  boolean expiringOnly() {
    return expiringOnly;
  }

  Order order() {
    return order;
  }

  /** Whether it has to know which keys are used. */
  boolean needsUse() {
    return order == Order.IDLE || order == Order.SELDOM;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<EvictionPolicy> of(String word) {
    return Arrays.stream(values())
        .filter(each -> each.wireName().equalsIgnoreCase(word))
        .findFirst();
  }
}
