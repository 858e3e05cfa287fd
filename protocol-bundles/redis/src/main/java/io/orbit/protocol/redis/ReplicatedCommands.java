package io.orbit.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.api.keyspace.Dumps;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.TransactionOptions;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what a source sends to a session's database: its copy, then its commands, which run as a
 * client's do. One thread; the figures may be read by any.
 */
final class ReplicatedCommands implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatedCommands.class);

  /** Keys of the copy that are committed together. */
  private static final int BATCH = 10_000;

  private static final int LOGGED = 10;

  private final RedisServer server;
  private final Session session;
  private final RedisClient client;
  private final ByteBuf answer = Unpooled.buffer(256);
  private final RedisReply reply = new RedisReply(answer);
  private volatile long keys;
  private volatile long failures;
  private volatile String problem = "";

  /**
   * @param session its own, closed with it
   */
  ReplicatedCommands(RedisServer server, Session session) {
    this.server = server;
    this.session = session;
    session.setDurability(Durability.EVERYSEC);
    client = new RedisClient(server, null);
    client.followSource();
    client.use(session);
    client.setMayWait(true);
  }

  long keys() {
    return keys;
  }

  long failures() {
    return failures;
  }

  String problem() {
    return problem;
  }

  /** Removes Redis' own keys of all key spaces: a copy follows. */
  void clear() {
    client.keyspace().select(0);
    client.keys().clearAll();
    keys = 0;
  }

  /** Reads a dump up to its end. */
  void load(InputStream dump) {
    Keyspace keyspace = client.keyspace();
    try {
      Dumps.DumpFile file = keyspace.dumps().open(dump);
      boolean more = true;
      while (more) {
        keyspace.enter(session.begin(TransactionOptions.DEFAULT, false));
        more = restore(keyspace, file);
        long ignored = session.commit();
      }
      if (!file.skipped().isEmpty()) {
        problem = "not copied: " + String.join(", ", file.skipped());
      }
    } finally {
      session.rollback();
      keyspace.enter(null);
      keyspace.select(0);
    }
  }

  private boolean restore(Keyspace keyspace, Dumps.DumpFile file) {
    for (int i = 0; i < BATCH; i++) {
      if (!file.next()) {
        return false;
      }
      keyspace.select(file.keySpace());
      boolean restored = file.restore();
      keys += restored ? 1 : 0;
    }
    return true;
  }

  /** Runs a command; one that fails is noted. */
  void run(RedisRequest request) {
    answer.clear();
    reply.setResp3(false);
    client.meter().start();
    RedisCommand ignored = server.dispatcher().dispatch(client, request, reply);
    client.flushCounts();
    var unused = client.keyspace().settle();
    if (answer.getByte(0) == '-') {
      failures++;
      String line = answer.toString(1, answer.writerIndex() - 3, StandardCharsets.UTF_8);
      problem = request.text(0) + ": " + line;
      if (failures <= LOGGED) {
        LOG.warn("A command of the source fails here: {}: {}", request.text(0), line);
      }
    }
  }

  @Override
  public void close() {
    answer.release();
    client.close();
  }
}
