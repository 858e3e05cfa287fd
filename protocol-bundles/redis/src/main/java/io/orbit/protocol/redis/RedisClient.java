package io.orbit.protocol.redis;

import io.orbit.api.catalog.Privilege;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.KeyName;
import io.orbit.api.keyspace.Keys;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.Lists;
import io.orbit.api.keyspace.MustWait;
import io.orbit.api.keyspace.Sets;
import io.orbit.api.keyspace.SortedSets;
import io.orbit.api.keyspace.Streams;
import io.orbit.api.keyspace.Strings;
import io.orbit.api.security.Session;
import io.orbit.net.spi.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a command's handler works with: who asks, in which key space, inside which MULTI. One thread
 * at a time; what CLIENT LIST shows may be read by others.
 */
final class RedisClient implements AutoCloseable {
  /** What CLIENT REPLY says. */
  enum ReplyMode {
    ON,
    OFF,
    /** This command's reply and the next one's are left out. */
    SKIP_NEXT,
    SKIP
  }

  /** What takes longer leaves the event loop. */
  private static final int ELEMENTS_ON_LOOP = 10_000;

  private final RedisServer server;
  private final @Nullable Connection connection;
  private final ByteRange value = new ByteRange();
  private final RedisTransaction transaction = new RedisTransaction(this::keep);
  private final OwnSubscriptions subscriptions;
  private final ClientTracking tracking = new ClientTracking();
  private final BlockedState blocking;
  private final CommandMeter meter;
  private final long openedAt = System.currentTimeMillis();

  private volatile @Nullable Session session;
  private @Nullable Keyspace keyspace;
  private AclGuard.@Nullable Grant grant;
  private boolean mayWait;
  private boolean authenticationChanged;
  private boolean triedUnauthenticated;
  private boolean closeAfterReply;
  private ReplyMode replyMode = ReplyMode.ON;
  private boolean followsSource;
  private boolean leavesNoTrace;
  private long hits;
  private long misses;

  /** A command of this client's works on another thread; its reply is still to come. */
  private boolean working;

  /** What is sent behind that reply, be it again. */
  private final List<Consumer<RedisReply>> again = new ArrayList<>();

  private final OutputGuard outputGuard;
  private boolean pushed;

  private volatile String name = "";
  private volatile String libraryName = "";
  private volatile String libraryVersion = "";
  private volatile int protocol = 2;
  private volatile String lastCommand = "NULL";
  private int queryBytes;
  private volatile long activeAt = openedAt;
  private volatile String userName = "";
  private volatile int database;
  private volatile long databaseId;
  private volatile int queuedCommands = -1;

  RedisClient(RedisServer server, @Nullable Connection connection) {
    this.server = server;
    this.connection = connection;
    this.subscriptions = new OwnSubscriptions(server.subscriptions(), this);
    this.blocking = new BlockedState(connection != null);
    this.meter = new CommandMeter(server.figures());
    this.outputGuard = new OutputGuard(this);
  }

  RedisServer server() {
    return server;
  }

  /** Null for a command that came through another protocol. */
  @Nullable Connection connection() {
    return connection;
  }

  Connection requireConnection() {
    Connection own = connection;
    if (own == null) {
      throw new RedisError("ERR this command needs a connection");
    }
    return own;
  }

  // ---- who

  @Nullable Session session() {
    return session;
  }

  /** Most bytes of one string: proto-max-bulk-len, and no more than an eighth of the heap. */
  long longestString() {
    return Math.min(server.settings().maximumBulk(), Runtime.getRuntime().maxMemory() / 8);
  }

  /** What its user may do, as it was last looked up; null before that. */
  AclGuard.@Nullable Grant grant() {
    return grant;
  }

  void setGrant(AclGuard.Grant found) {
    grant = found;
  }

  /** Takes memory for what it keeps, or gives it back; see {@link Session#keep}. */
  void keep(long bytes) {
    Session own = session;
    if (own != null) {
      own.keep(bytes);
    }
  }

  boolean isAuthenticated() {
    return session != null;
  }

  /** Takes a new session; the old one is closed. */
  void login(Session opened) {
    int selected = keyspace == null ? 0 : keyspace.selected();
    Session old = session;
    if (old != null) {
      transaction.discard();
      old.close();
    }
    use(opened);
    keyspace().select(selected);
    authenticationChanged = true;
  }

  /** Works in somebody else's session. */
  void use(Session given) {
    session = given;
    userName = given.sessionUser().name();
    databaseId = given.database().id();
    Keyspace opened = server.keyspaces().open(given);
    opened.setMayWait(mayWait);
    opened.strings().setMaximumLength(longestString());
    keyspace = opened;
    database = 0;
  }

  void logout() {
    Session old = session;
    transaction.discard();
    session = null;
    keyspace = null;
    userName = "";
    authenticationChanged = true;
    triedUnauthenticated = false;
    if (old != null) {
      old.close();
    }
  }

  /** True once after the user has changed. */
  boolean takeAuthenticationChange() {
    boolean changed = authenticationChanged;
    authenticationChanged = false;
    return changed;
  }

  /** True the first time it is asked since the client has no session. */
  boolean mayTryUnauthenticated() {
    boolean first = !triedUnauthenticated && connection != null;
    triedUnauthenticated = true;
    return first;
  }

  // ---- where

  /** The session is in another database now. */
  void databaseChanged() {
    Session own = session;
    if (own != null) {
      databaseId = own.database().id();
      keyspace().databaseChanged();
    }
  }

  Keyspace keyspace() {
    Keyspace opened = keyspace;
    if (opened == null) {
      throw new RedisError(RedisDispatcher.NOT_AUTHENTICATED);
    }
    return opened;
  }

  Strings strings() {
    return keyspace().strings();
  }

  Hashes hashes() {
    return keyspace().hashes();
  }

  Lists lists() {
    return keyspace().lists();
  }

  Sets sets() {
    return keyspace().sets();
  }

  SortedSets sortedSets() {
    return keyspace().sortedSets();
  }

  Streams streams() {
    return keyspace().streams();
  }

  Keys keys() {
    return keyspace().keys();
  }

  long now() {
    return keyspace().now();
  }

  CommandMeter meter() {
    return meter;
  }

  RedisTransaction transaction() {
    return transaction;
  }

  // ---- how

  void setMayWait(boolean may) {
    mayWait = may;
    Keyspace opened = keyspace;
    if (opened != null) {
      opened.setMayWait(may);
    }
  }

  /** Goes on on a virtual thread only, if it is about so many elements. */
  void requireWaitingFor(long elements) {
    if (elements > ELEMENTS_ON_LOOP) {
      requireWaiting();
    }
  }

  boolean mayWait() {
    return mayWait;
  }

  /** Goes on on a virtual thread only. */
  void requireWaiting() {
    if (!mayWait) {
      throw MustWait.INSTANCE;
    }
  }

  // ---- pub/sub

  OwnSubscriptions subscriptions() {
    return subscriptions;
  }

  /** What the command writes is a push, which CLIENT REPLY does not keep back. */
  void notePush() {
    pushed = true;
  }

  boolean takePushed() {
    boolean was = pushed;
    pushed = false;
    return was;
  }

  /** RESP2: only subscribing and a few others may be called, as messages come in between. */
  boolean listensOnly() {
    return protocol == 2 && !subscriptions.isEmpty();
  }

  /** Sends a message that nobody asked for; the ranges must not change. Any thread. */
  void push(String kind, List<ByteRange> parts) {
    send(
        reply -> {
          reply.push(parts.size() + 1L);
          reply.bulk(kind);
          parts.forEach(reply::bulk);
        });
  }

  /** Sends a line that nobody asked for. Any thread. */
  void tell(String line) {
    send(reply -> reply.simple(line));
  }

  private void send(Consumer<RedisReply> message) {
    Connection own = requireConnection();
    own.execute(() -> write(own, message));
  }

  private void write(Connection own, Consumer<RedisReply> message) {
    RedisReply reply = new RedisReply(own.output());
    reply.setResp3(protocol == 3);
    message.accept(reply);
    boolean ignored = outputGuard.cutsOffSubscriber(own);
  }

  /** Ends the connection of a client that does not take its replies; true when it did. */
  boolean cutOffIfBehind() {
    Connection own = connection;
    return own != null && outputGuard.cutsOff(own);
  }

  // ---- keys that others change

  ClientTracking tracking() {
    return tracking;
  }

  /** Whether the client may know that something happened to a key. Any thread. */
  boolean maySee(KeyName name) {
    Session own = session;
    if (own == null || own.isClosed() || databaseId != name.database()) {
      return false;
    }
    var collection = name.collection();
    return collection == null || own.may(collection, Privilege.SELECT);
  }

  /**
   * Says that keys have changed. Any thread.
   *
   * @param keys null for all
   * @param redirected whether another client tracks them
   * @param byItself whether its own command has changed them: it hears of that behind the reply
   */
  void invalidate(@Nullable List<ByteRange> keys, boolean redirected, boolean byItself) {
    boolean resp3 = protocol == 3;
    boolean listens = subscriptions.count(Subscriptions.Kind.CHANNEL) > 0;
    if (!resp3 && !(redirected && listens)) {
      return;
    }
    Consumer<RedisReply> message = reply -> writeInvalidation(keys, reply);
    Connection own = requireConnection();
    own.execute(
        () -> {
          if (!working || !byItself) {
            write(own, message);
          }
          if (working) {
            again.add(message);
          }
        });
  }

  private static void writeInvalidation(@Nullable List<ByteRange> keys, RedisReply reply) {
    if (reply.resp3()) {
      reply.push(2);
      reply.bulk("invalidate");
    } else {
      reply.push(3);
      reply.bulk("message");
      reply.bulk("__redis__:invalidate");
    }
    if (keys == null) {
      reply.nil();
    } else {
      reply.array(keys.size());
      keys.forEach(reply::bulk);
    }
  }

  /** Says that the client to which invalidations go has gone. Any thread. */
  void tellRedirectionBroken(long redirect) {
    if (protocol == 3) {
      send(
          reply -> {
            reply.push(2);
            reply.bulk("tracking-redir-broken");
            reply.integer(redirect);
          });
    }
  }

  /** On the event loop: a command goes on on another thread. */
  void beginWork() {
    working = true;
  }

  /**
   * On the event loop, behind the reply: what was invalidated while the command read is invalid
   * still.
   */
  void endWork() {
    working = false;
    if (!again.isEmpty()) {
      Connection own = requireConnection();
      again.forEach(message -> write(own, message));
      again.clear();
    }
  }

  /** Commands that wait for a key. */
  BlockedState blocking() {
    return blocking;
  }

  /** A range to be filled; the next call may fill it again. */
  ByteRange value() {
    return value;
  }

  void countLookup(boolean hit) {
    if (hit) {
      hits++;
    } else {
      misses++;
    }
  }

  /** Adds what was counted to the server's figures. */
  void flushCounts() {
    meter.flush();
    if (hits != 0 || misses != 0) {
      server.statistics().hits.add(hits);
      server.statistics().misses.add(misses);
      server.figures().lookedUp(hits, misses);
      hits = 0;
      misses = 0;
    }
  }

  ReplyMode replyMode() {
    return replyMode;
  }

  void setReplyMode(ReplyMode mode) {
    replyMode = mode;
  }

  /** Its commands are those of the server that this one follows. */
  void followSource() {
    followsSource = true;
  }

  boolean followsSource() {
    return followsSource;
  }

  /** CLIENT NO-TOUCH: what it does to keys does not count as their use. */
  void setLeavesNoTrace(boolean noTouch) {
    leavesNoTrace = noTouch;
  }

  boolean leavesNoTrace() {
    return leavesNoTrace;
  }

  void closeAfterReply() {
    closeAfterReply = true;
  }

  boolean isClosing() {
    return closeAfterReply;
  }

  // ---- what CLIENT LIST shows

  String name() {
    return name;
  }

  void setName(String given) {
    name = given;
  }

  String libraryName() {
    return libraryName;
  }

  void setLibraryName(String given) {
    libraryName = given;
  }

  String libraryVersion() {
    return libraryVersion;
  }

  void setLibraryVersion(String given) {
    libraryVersion = given;
  }

  int protocol() {
    return protocol;
  }

  void setProtocol(int version) {
    protocol = version;
  }

  String lastCommand() {
    return lastCommand;
  }

  /** Bytes that have come and are being worked on, about. Any thread. */
  int queryBytes() {
    return queryBytes;
  }

  void setQueryBytes(int bytes) {
    queryBytes = bytes;
  }

  /** Notes what the connection does, once a read pass. */
  void active(long now, String command) {
    activeAt = now;
    lastCommand = command;
    Keyspace opened = keyspace;
    database = opened == null ? 0 : opened.selected();
    queuedCommands = transaction.isOpen() ? transaction.size() : -1;
  }

  long activeAt() {
    return activeAt;
  }

  long openedAt() {
    return openedAt;
  }

  String userName() {
    return userName;
  }

  int database() {
    return database;
  }

  int queuedCommands() {
    return queuedCommands;
  }

  @Override
  public void close() {
    server.monitors().remove(this);
    server.tracking().stop(this);
    subscriptions.removeAll();
    transaction.discard();
    Session open = session;
    if (open != null) {
      session = null;
      keyspace = null;
      grant = null;
      open.close();
    }
  }
}
