package io.orbit.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.MustWait;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Wait;
import io.orbit.net.spi.Connection;
import io.orbit.net.spi.ProtocolSession;
import io.orbit.protocol.redis.RedisClient.ReplyMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Redis connection: reads requests, lets them run on the event loop, or on a virtual thread
 * when one must wait, and sends replies in order, once a read pass, after what they rest on is
 * durable.
 */
final class RedisSession implements ProtocolSession {
  private static final Logger LOG = LoggerFactory.getLogger(RedisSession.class);

  /** Replies of one read pass are sent in pieces of about this many bytes. */
  private static final int FLUSH_BYTES = 256 << 10;

  private final RedisServer server;
  private final Connection connection;
  private final RedisClient client;
  private final RedisCodec codec = new RedisCodec();
  private final RequestBatch batch = new RequestBatch();
  private final RedisReply reply;
  private boolean working;
  private boolean draining;
  private boolean ended;

  // Of the read pass: what was run, and where its replies begin.
  private @Nullable RedisCommand last;
  private long count;
  private int sent;
  private int start;

  RedisSession(RedisServer server, Connection connection) {
    this.server = server;
    this.connection = connection;
    this.client = new RedisClient(server, connection);
    this.reply = new RedisReply(connection.output());
    server.add(client);
  }

  @Override
  public void received(ByteBuf input) {
    if (ended) {
      input.skipBytes(input.readableBytes());
      return;
    }
    client.meter().start();
    openUnauthenticated();
    codec.setMaximumBulk(server.settings().maximumBulk());
    applyDurability();
    int available = input.readableBytes();
    client.setQueryBytes(available);
    sent = 0;
    count = 0;
    last = null;
    reply.to(connection.output());
    start = reply.mark();
    RedisRequest waiting = serve(input);
    sent += reply.mark() - start;
    client.setQueryBytes(input.readableBytes());
    if (client.cutOffIfBehind()) {
      client.blocking().leavePlace();
      ended = true;
      return;
    }
    if (waiting != null) {
      settle();
    } else {
      end();
    }
    note(last, count, available - input.readableBytes(), sent);
    if (waiting != null) {
      offload(waiting.detached());
    }
  }

  /** Lets a client in that proves nothing, where that is allowed: its first words may be many. */
  private void openUnauthenticated() {
    if (!client.isAuthenticated()
        && client.mayTryUnauthenticated()
        && server.openUnauthenticated(client)
        && client.takeAuthenticationChange()) {
      applyAuthentication();
    }
  }

  /** Answers what has come; hands back a request that must wait, at which it stopped. */
  private @Nullable RedisRequest serve(ByteBuf input) {
    boolean more = true;
    while (more && !ended) {
      more = batch.read(codec, input, client.isAuthenticated() ? RequestBatch.MOST : 1);
      if (batch.size() > 1) {
        batch.fetch(client.keyspace());
      }
      for (int i = 0; i < batch.size() && !ended; i++) {
        RedisRequest request = batch.request(i);
        count++;
        int mark = reply.mark();
        try {
          last = server.dispatcher().dispatch(client, request, reply);
        } catch (MustWait wait) {
          batch.giveBackAfter(i, codec, input);
          return request;
        }
        boolean limitsChanged = afterReply(mark);
        boolean behind = reply.mark() > FLUSH_BYTES && flushPart();
        if (ended || limitsChanged || behind) {
          batch.giveBackAfter(i, codec, input);
          more = !behind;
        }
      }
      RedisError broken = batch.broken();
      if (broken != null && !ended) {
        reply.error(broken);
        ended = true;
      }
    }
    return null;
  }

  /** Sends what there is of the replies; true when the client does not take them fast enough. */
  private boolean flushPart() {
    sent += reply.mark() - start;
    if (client.cutOffIfBehind()) {
      ended = true;
      return true;
    }
    settle();
    connection.flush();
    reply.to(connection.output());
    start = reply.mark();
    return !connection.isWritable();
  }

  private void note(@Nullable RedisCommand last, long count, int consumed, int sent) {
    if (count > 0) {
      server.statistics().commands.add(count);
      client.active(System.currentTimeMillis(), last == null ? "NULL" : last.fullName());
    }
    server.statistics().bytesIn.add(consumed);
    server.statistics().bytesOut.add(sent);
    client.flushCounts();
  }

  /**
   * What follows a command on the event loop, its reply written from the mark on.
   *
   * @return true when other limits hold for the requests that follow
   */
  private boolean afterReply(int mark) {
    applyReplyMode(mark);
    boolean authentication = client.takeAuthenticationChange();
    if (authentication) {
      applyAuthentication();
    }
    boolean boundary = draining && !client.transaction().isOpen();
    ended = client.isClosing() || boundary;
    return authentication;
  }

  private void applyReplyMode(int mark) {
    if (client.takePushed()) {
      return;
    }
    switch (client.replyMode()) {
      case ON -> {}
      case OFF -> reply.resetTo(mark);
      case SKIP_NEXT -> {
        reply.resetTo(mark);
        client.setReplyMode(ReplyMode.SKIP);
      }
      case SKIP -> {
        reply.resetTo(mark);
        client.setReplyMode(ReplyMode.ON);
      }
    }
  }

  private void applyAuthentication() {
    codec.setAuthenticated(client.isAuthenticated());
    if (client.isAuthenticated()) {
      connection.authenticated(client.userName());
    }
    applyDurability();
  }

  private void applyDurability() {
    Session session = client.session();
    if (session != null) {
      Durability wanted = server.settings().durabilityOf(session);
      if (session.durability() != wanted) {
        session.setDurability(wanted);
      }
    }
  }

  /** Lets the output wait for what it rests on. */
  private void settle() {
    if (!client.isAuthenticated()) {
      return;
    }
    Wait wait = client.keyspace().settle();
    if (wait != null) {
      connection.flushAfter(wait);
      reply.to(connection.output());
    }
  }

  /** Sends what was written, and closes if that was the last. */
  private void end() {
    settle();
    if (ended) {
      connection.close();
    }
  }

  /** Runs a request that must wait on a virtual thread; its reply is appended afterwards. */
  private void offload(RedisRequest waiting) {
    working = true;
    client.beginWork();
    ByteBuf buffer = Unpooled.buffer(256);
    RedisReply later = new RedisReply(buffer);
    later.setResp3(reply.resp3());
    connection.offload(
        () -> {
          client.setMayWait(true);
          client.meter().start();
          try {
            server.dispatcher().dispatch(client, waiting, later);
          } finally {
            client.blocking().leavePlace();
            client.flushCounts();
            client.setMayWait(false);
          }
        },
        failure -> {
          working = false;
          reply.to(connection.output());
          if (failure == null) {
            finish(buffer, later);
          } else {
            LOG.error("a Redis command failed", failure);
            reply.error("ERR internal error; the server's log has more");
          }
          client.endWork();
          buffer.release();
        });
  }

  private void finish(ByteBuf buffer, RedisReply later) {
    reply.setResp3(later.resp3());
    int mark = reply.mark();
    reply.output().writeBytes(buffer);
    server.statistics().bytesOut.add(reply.mark() - mark);
    boolean ignored = afterReply(mark);
    if (client.cutOffIfBehind()) {
      ended = true;
    } else {
      end();
    }
  }

  @Override
  public void drain() {
    draining = true;
    server.pause().end();
    client.blocking().leave();
    if (!working && !client.transaction().isOpen() && !ended) {
      reply.to(connection.output());
      ended = true;
      end();
    }
  }

  @Override
  public void unsent(long bytes) {
    if (!ended && client.cutOffIfBehind()) {
      ended = true;
    }
  }

  @Override
  public void refused(OrbitException problem) {
    reply.to(connection.output());
    reply.error(RedisErrors.message(problem));
    ended = true;
    end();
  }

  /** As in Redis, a command waits for nobody who has hung up. */
  @Override
  public void inputEnded() {
    client.blocking().leave();
    Session session = client.session();
    if (session != null) {
      session.stopWaiting();
    }
  }

  @Override
  public void disconnected() {
    client.blocking().leave();
    Session session = client.session();
    if (session != null) {
      session.cancel(Session.CancelReason.USER_REQUEST);
    }
  }

  @Override
  public void closed() {
    ended = true;
    client.blocking().leavePlace();
    server.remove(client);
    client.close();
  }
}
