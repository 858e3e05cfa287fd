package io.orbit.api.security;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session hears and says on the channels of its database, as LISTEN, UNLISTEN and NOTIFY do:
 * all of it takes effect when the transaction commits in which it was asked for, in the order of
 * the commits, and not at all when that is rolled back. Nothing is kept for those who do not
 * listen. Methods are for the session's thread, unless they say "any thread".
 */
public interface Notifications {
  /** Longest payload, in bytes. */
  int LONGEST_PAYLOAD = 7999;

  /**
   * A message.
   *
   * @param sender id of the session that sent it
   */
  record Notification(long sender, String channel, String payload) {}

  /** Hears a channel from the commit on. */
  void listen(String channel);

  /** No longer hears a channel, or any for null, from the commit on. */
  void unlisten(@Nullable String channel);

  /**
   * Says something when the transaction commits; the same twice in a transaction is said once.
   *
   * @throws io.orbit.api.error.OrbitException INVALID_PARAMETER_VALUE for a payload that is too
   *     long or a channel without a name, PROGRAM_LIMIT_EXCEEDED when a listener is too far behind
   */
  void send(String channel, String payload);

  /** The channels that are heard. */
  Set<String> channels();

  /** What has come since the last call, in order; any thread, one at a time. */
  List<Notification> take();

  /** Runs whenever something has come, on the thread of whoever sent it: it must not block. */
  void onArrival(Runnable wake);
}
