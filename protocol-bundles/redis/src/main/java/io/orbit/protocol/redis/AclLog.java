package io.orbit.protocol.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntSupplier;

/** What was refused lately, for ACL LOG; what is refused again within a minute is counted. */
final class AclLog {
  private static final long GROUPED_MILLIS = 60_000;

  /** What was refused, how often. */
  record Entry(
      long id,
      long count,
      String reason,
      String context,
      String object,
      String user,
      String client,
      long createdAt,
      long updatedAt) {
    boolean isAnother(Entry other) {
      return reason.equals(other.reason)
          && context.equals(other.context)
          && object.equals(other.object)
          && user.equals(other.user)
          && other.updatedAt - updatedAt <= GROUPED_MILLIS;
    }

    Entry with(Entry again) {
      return new Entry(
          id, count + 1, reason, context, object, user, again.client, createdAt, again.updatedAt);
    }
  }

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final IntSupplier most;
  private long next;

  AclLog(IntSupplier most) {
    this.most = most;
  }

  synchronized void add(
      RedisClient client, String user, String reason, String context, String object) {
    long now = System.currentTimeMillis();
    String line = client.connection() == null ? "" : ClientReport.line(client);
    Entry entry = new Entry(next, 1, reason, context, object, user, line, now, now);
    Iterator<Entry> earlier = entries.iterator();
    while (earlier.hasNext()) {
      Entry old = earlier.next();
      if (old.isAnother(entry)) {
        earlier.remove();
        entries.addFirst(old.with(entry));
        return;
      }
    }
    next++;
    entries.addFirst(entry);
    trim();
  }

  private void trim() {
    while (entries.size() > most.getAsInt()) {
      entries.removeLast();
    }
  }

  /** The last ones first. */
  synchronized List<Entry> last(long count) {
    trim();
    return new ArrayList<>(entries.stream().limit(count).toList());
  }

  synchronized void clear() {
    entries.clear();
  }
}
