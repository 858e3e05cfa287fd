package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.StreamEntry;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import io.orbit.protocol.redis.StreamReads.Delivered;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One consumer's reading of one stream, inside the stream's change. */
final class GroupReading {
  private final Streams.Editor stream;
  private final ByteRange key;
  private final StreamReadOptions options;
  private final ByteRange group;
  private final byte[] consumer;
  private final long now;

  GroupReading(Streams.Editor stream, ByteRange key, StreamReadOptions options, long now) {
    this.stream = stream;
    this.key = key;
    this.options = options;
    this.group = options.group();
    this.consumer = options.consumer().copy();
    this.now = now;
  }

  /**
   * @param after what of the consumer's own is pending after an id; null for what is new
   * @param always whether the consumer is noted even when there is nothing
   * @return null when there is nothing new
   */
  @Nullable List<Delivered> read(@Nullable StreamId after, boolean always) {
    Streams.Group found = StreamWords.group(stream, key, group, " in XREADGROUP with GROUP option");
    List<StreamEntry> entries = after == null ? newOnes(found) : List.of();
    boolean nothing = after == null && entries.isEmpty();
    if (nothing && !always) {
      return null;
    }
    Streams.Consumer old = stream.consumer(group, options.consumer());
    boolean active = !entries.isEmpty() && !options.noAcknowledgement();
    long activeAt = old == null ? Streams.NEVER : old.activeAt();
    stream.putConsumer(group, new Streams.Consumer(consumer, now, active ? now : activeAt));
    if (after != null) {
      return pending(after);
    }
    return nothing ? null : deliver(found, entries);
  }

  private List<StreamEntry> newOnes(Streams.Group found) {
    List<StreamEntry> entries = new ArrayList<>();
    StreamId from = found.lastId().next();
    if (from != null) {
      stream.forEach(
          from,
          StreamId.MAXIMUM,
          entry -> {
            entries.add(entry);
            return options.count() == 0 || entries.size() < options.count();
          });
    }
    return entries;
  }

  private List<Delivered> deliver(Streams.Group found, List<StreamEntry> entries) {
    List<Delivered> delivered = new ArrayList<>();
    Streams.Group read = found;
    for (StreamEntry entry : entries) {
      read = StreamProgress.after(stream, read, entry.id());
      delivered.add(new Delivered(entry.id(), entry));
      if (!options.noAcknowledgement()) {
        stream.putPending(group, new Streams.Pending(entry.id(), consumer, now, 1));
      }
    }
    stream.putGroup(read);
    return delivered;
  }

  private List<Delivered> pending(StreamId after) {
    List<Delivered> delivered = new ArrayList<>();
    StreamId from = after.next();
    if (from == null) {
      return delivered;
    }
    int most =
        options.count() == 0 || options.count() > Integer.MAX_VALUE
            ? Integer.MAX_VALUE
            : (int) options.count();
    for (Streams.Pending each : stream.pending(group, options.consumer(), from, most)) {
      StreamEntry entry = stream.entry(each.id());
      delivered.add(new Delivered(each.id(), entry));
      if (entry != null) {
        stream.putPending(
            group, new Streams.Pending(each.id(), consumer, now, each.deliveries() + 1));
      }
    }
    return delivered;
  }
}
