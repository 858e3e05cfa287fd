package io.orbit.protocol.redis;

import java.util.Locale;

/** What a command is, as COMMAND INFO shows it, and how this server runs it. */
enum CommandFlag {
  WRITE,
  READONLY,
  DENYOOM,
  ADMIN,
  NOSCRIPT,
  LOADING,
  STALE,
  FAST,
  SKIP_SLOWLOG,
  NO_AUTH,
  ALLOW_BUSY,
  NO_ASYNC_LOADING,
  NO_MULTI,
  TOUCHES_ARBITRARY_KEYS,
  MOVABLEKEYS,
  BLOCKING,
  PUBSUB,
  SENTINEL,
  NO_MANDATORY_KEYS,
  SKIP_MONITOR,
  MAY_REPLICATE,
  MODULE,
  ASKING,
  /** Ours: always on a virtual thread, because it waits or takes long. */
  OFF_LOOP,
  /** Ours: concerns the connection, so {@code Commands} refuses it. */
  CONNECTION_ONLY,
  /** Ours: runs at once inside MULTI. */
  NEVER_QUEUED,
  /** Ours: may be called by a RESP2 client that has subscribed to something. */
  WHILE_LISTENING;

  boolean isShown() {
    return switch (this) {
      case OFF_LOOP, CONNECTION_ONLY, NEVER_QUEUED, WHILE_LISTENING, SENTINEL, MAY_REPLICATE ->
          false;
      default -> true;
    };
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
