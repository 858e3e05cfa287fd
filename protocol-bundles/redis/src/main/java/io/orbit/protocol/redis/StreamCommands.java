package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.StreamEntry;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands on the entries of a stream. */
final class StreamCommands {
  private static final KeyEvent TRIMMED = new KeyEvent(KeyEvent.Kind.STREAM, "xtrim");

  private StreamCommands() {}

  static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.STREAM, name, arity, flags);
  }

  static List<RedisCommand> all() {
    List<RedisCommand> commands = new ArrayList<>(entries());
    commands.addAll(StreamReads.all());
    commands.addAll(StreamGroups.all());
    commands.addAll(StreamPending.all());
    commands.addAll(StreamClaims.all());
    commands.add(StreamInfo.command());
    return commands;
  }

  private static List<RedisCommand> entries() {
    return List.of(
        command("XADD", -5, "write denyoom fast")
            .keys("RW update", 1, 1, 1)
            .about("5.0.0", "O(log(N))", "Adds an entry at the end")
            .runs(StreamCommands::add),
        command("XLEN", 2, "readonly fast")
            .keys("RO", 1, 1, 1)
            .about("5.0.0", "O(log(N))", "Number of entries")
            .runs(
                (client, request, reply) -> {
                  Streams.View stream = view(client, request.argument(1));
                  reply.integer(stream == null ? 0 : stream.size());
                }),
        command("XRANGE", -4, "readonly")
            .keys("RO access", 1, 1, 1)
            .about("5.0.0", "O(log(N)+M) for M entries", "Entries by id")
            .runs((client, request, reply) -> range(client, request, reply, false)),
        command("XREVRANGE", -4, "readonly")
            .keys("RO access", 1, 1, 1)
            .about("5.0.0", "O(log(N)+M) for M entries", "Entries by id, the last one first")
            .runs((client, request, reply) -> range(client, request, reply, true)),
        command("XDEL", -3, "write fast")
            .keys("RW delete", 1, 1, 1)
            .about("5.0.0", "O(log(N)) an entry", "Removes entries")
            .runs(StreamCommands::delete),
        command("XTRIM", -4, "write")
            .keys("RW delete", 1, 1, 1)
            .about("5.0.0", "O(M*log(N)) for M entries removed", "Removes the first entries")
            .runs(StreamCommands::trim),
        command("XSETID", -3, "write denyoom fast")
            .keys("RW update", 1, 1, 1)
            .about("5.0.0", "O(1)", "Sets the last id, for those who copy streams")
            .runs(StreamCommands::setId));
  }

  static Streams.@Nullable View view(RedisClient client, ByteRange key) {
    Streams.View stream = client.streams().view(key);
    client.countLookup(stream != null);
    return stream;
  }

  private static void add(RedisClient client, RedisRequest request, RedisReply reply) {
    RedisSettings settings = client.server().settings();
    StreamAddOptions options = StreamAddOptions.parse(request, true, client);
    int words = request.size() - options.idAt() - 1;
    if (words < 2 || words % 2 == 1) {
      throw RedisError.wrongArguments("xadd");
    }
    if (options.isZero()) {
      throw new RedisError("ERR The ID specified in XADD must be greater than 0-0");
    }
    long[] trimmed = new long[1];
    StreamId added =
        client
            .streams()
            .change(
                request.argument(1),
                stream -> {
                  if (options.neverCreates() && !stream.exists()) {
                    return null;
                  }
                  StreamId last = stream.state().lastId();
                  if (last.equals(StreamId.MAXIMUM)) {
                    throw new RedisError(
                        "ERR The stream has exhausted the last possible ID, unable to add more"
                            + " items");
                  }
                  StreamId id = options.idAfter(last, client.now());
                  requireWaitingFor(client, stream, options.trimming());
                  stream.add(
                      id,
                      request.from(options.idAt() + 1),
                      settings.streamBlockEntries(),
                      settings.streamBlockBytes());
                  Streams.Trimming trimming = options.trimming();
                  if (trimming != null) {
                    trimmed[0] = stream.trim(trimming);
                  }
                  return id;
                });
    if (trimmed[0] > 0) {
      client.keyspace().tell(request.argument(1), TRIMMED);
    }
    if (added == null) {
      reply.nil();
    } else {
      StreamWords.write(added, reply);
    }
  }

  private static void requireWaitingFor(
      RedisClient client, Streams.View stream, Streams.@Nullable Trimming trimming) {
    if (trimming != null) {
      StreamId minimum = trimming.minimum();
      client.requireWaitingFor(
          minimum == null
              ? stream.size() - trimming.maximum()
              : stream.count(StreamId.MINIMUM, minimum));
    }
  }

  private static void trim(RedisClient client, RedisRequest request, RedisReply reply) {
    Streams.Trimming trimming = StreamAddOptions.parse(request, false, client).trimming();
    if (trimming == null) {
      throw RedisError.syntax();
    }
    reply.integer(
        client
            .streams()
            .change(
                request.argument(1),
                stream -> {
                  requireWaitingFor(client, stream, trimming);
                  return stream.trim(trimming);
                }));
  }

  private static void range(
      RedisClient client, RedisRequest request, RedisReply reply, boolean reversed) {
    StreamId from = StreamWords.from(request.argument(reversed ? 3 : 2));
    StreamId to = StreamWords.to(request.argument(reversed ? 2 : 3));
    long count = -1;
    for (int i = 4; i < request.size(); i += 2) {
      if (!request.argument(i).isWord("COUNT")) {
        throw RedisError.syntax();
      }
      count = Math.max(0, Words.integer(Words.after(request, i)));
    }
    Streams.View stream = view(client, request.argument(1));
    if (stream == null) {
      reply.array(0);
      return;
    }
    if (count == 0) {
      reply.nilArray();
      return;
    }
    long there = from.compareTo(to) > 0 ? 0 : stream.count(from, to);
    long shown = count < 0 ? there : Math.min(count, there);
    client.requireWaitingFor(shown);
    reply.array(shown);
    long[] left = {shown};
    Streams.EntryVisitor visitor =
        entry -> {
          StreamWords.write(entry, reply);
          return --left[0] > 0;
        };
    if (shown == 0) {
      return;
    }
    if (reversed) {
      stream.forEachReversed(from, to, visitor);
    } else {
      stream.forEach(from, to, visitor);
    }
  }

  private static void delete(RedisClient client, RedisRequest request, RedisReply reply) {
    reply.integer(
        client
            .streams()
            .change(
                request.argument(1),
                stream -> stream.exists() ? delete(stream, request.from(2)) : 0L));
  }

  private static long delete(Streams.Editor stream, List<ByteRange> words) {
    List<StreamId> ids = words.stream().map(StreamWords::id).toList();
    long deleted = 0;
    StreamId greatest = stream.state().maximumDeletedId();
    for (StreamId id : ids) {
      if (stream.remove(id)) {
        deleted++;
        greatest = id.compareTo(greatest) > 0 ? id : greatest;
      }
    }
    if (deleted > 0) {
      Streams.State state = stream.state();
      stream.setState(new Streams.State(state.lastId(), greatest, state.entriesAdded()));
    }
    return deleted;
  }

  private static void setId(RedisClient client, RedisRequest request, RedisReply reply) {
    StreamId id = StreamWords.id(request.argument(2));
    long added = -1;
    StreamId deleted = StreamId.MINIMUM;
    for (int i = 3; i < request.size(); i += 2) {
      if (i + 1 < request.size() && request.argument(i).isWord("ENTRIESADDED")) {
        added = Words.integer(request.argument(i + 1));
        if (added < 0) {
          throw new RedisError("ERR entries_added must be positive");
        }
      } else if (i + 1 < request.size() && request.argument(i).isWord("MAXDELETEDID")) {
        deleted = StreamWords.id(request.argument(i + 1));
        if (id.compareTo(deleted) < 0) {
          throw new RedisError(
              "ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
        }
      } else {
        throw RedisError.syntax();
      }
    }
    long entriesAdded = added;
    StreamId maximumDeleted = deleted;
    boolean ignored =
        client
            .streams()
            .change(
                request.argument(1),
                stream -> {
                  setId(stream, id, entriesAdded, maximumDeleted);
                  return true;
                });
    reply.ok();
  }

  private static void setId(
      Streams.Editor stream, StreamId id, long entriesAdded, StreamId maximumDeleted) {
    if (!stream.exists()) {
      throw new RedisError("ERR no such key");
    }
    Streams.State state = stream.state();
    if (id.compareTo(state.maximumDeletedId()) < 0) {
      throw new RedisError(
          "ERR The ID specified in XSETID is smaller than current max_deleted_entry_id");
    }
    StreamEntry last = stream.edge(true);
    if (last != null && id.compareTo(last.id()) < 0) {
      throw new RedisError(
          "ERR The ID specified in XSETID is smaller than the target stream top item");
    }
    if (last != null && entriesAdded != -1 && stream.size() > entriesAdded) {
      throw new RedisError(
          "ERR The entries_added specified in XSETID is smaller than the target stream length");
    }
    stream.setState(
        new Streams.State(
            id,
            maximumDeleted.equals(StreamId.MINIMUM) ? state.maximumDeletedId() : maximumDeleted,
            entriesAdded == -1 ? state.entriesAdded() : entriesAdded));
  }
}
