package io.orbit.protocol.redis;

import io.orbit.api.error.OrbitException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a running Redis as its replica: a full copy, then the stream of its commands, until it is
 * closed. A connection that breaks is made again and goes on where it was. Works on a virtual
 * thread; what it tells may be read by any.
 */
final class ReplicaLink implements AutoCloseable {
  /**
   * Whom to follow.
   *
   * @param user empty for the default user
   * @param password empty for none
   */
  record Source(String host, int port, String user, String password) {}

  /** How far it is, in the words of ROLE. */
  enum State {
    CONNECT("connect"),
    CONNECTING("connecting"),
    SYNC("sync"),
    CONNECTED("connected");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaLink.class);
  private static final long RETRY_SECONDS = 1;

  private final Source source;
  private final ReplicatedCommands commands;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stopping = lock.newCondition();
  private final Thread thread = Thread.ofVirtual().name("redis-replica").unstarted(this::run);
  private volatile boolean stopped;
  private volatile State state = State.CONNECT;
  private volatile String problem = "";
  private volatile @Nullable ReplicationStream stream;

  /** What the source's history is called, and how much of it is here. */
  private volatile String history = "?";

  private volatile long offset = -1;
  private volatile long heardAt = System.currentTimeMillis();
  private volatile long copied;
  private volatile long copyBytes;

  ReplicaLink(Source source, ReplicatedCommands commands) {
    this.source = source;
    this.commands = commands;
  }

  void start() {
    thread.start();
  }

  Source source() {
    return source;
  }

  State state() {
    return state;
  }

  /** Why it does not follow now, or what it could not do; empty when nothing is wrong. */
  String problem() {
    return problem.isEmpty() ? commands.problem() : problem;
  }

  /** How many of the source's commands failed here. */
  long failures() {
    return commands.failures();
  }

  String history() {
    return history;
  }

  /** Up to which byte of the source's stream everything is here. */
  long offset() {
    return Math.max(0, offset);
  }

  /** Milliseconds since 1970 at which the source was heard last. */
  long heardAt() {
    return heardAt;
  }

  /** Bytes of the full copy that came, and how many there are, 0 when that is not known. */
  long copied() {
    return copied;
  }

  long copyBytes() {
    return copyBytes;
  }

  // ---- the work

  private void run() {
    try (commands) {
      while (!stopped) {
        follow();
        pause();
      }
    }
  }

  private void follow() {
    state = State.CONNECTING;
    try (ReplicationStream opened = new ReplicationStream(source)) {
      stream = opened;
      String answer = opened.begin(history, offset + 1);
      problem = "";
      if (answer.startsWith("FULLRESYNC ")) {
        copy(opened, answer.split(" "));
      } else if (answer.startsWith("CONTINUE")) {
        String[] words = answer.split(" ");
        history = words.length > 1 ? words[1] : history;
      } else {
        throw new IOException("the source answers PSYNC with " + answer);
      }
      state = State.CONNECTED;
      while (!stopped) {
        long consumed = opened.next(commands::run, offset);
        offset += consumed;
        heardAt = opened.heardAt();
      }
    } catch (IOException e) {
      note(e.getMessage());
    } catch (OrbitException e) {
      stopped = true;
      LOG.error("The copy of {}:{} failed", source.host(), source.port(), e);
      problem = String.valueOf(e.getMessage());
    } finally {
      stream = null;
      state = State.CONNECT;
    }
  }

  private void note(@Nullable String reason) {
    if (!stopped) {
      problem = String.valueOf(reason);
      LOG.warn("Following {}:{} is interrupted: {}", source.host(), source.port(), reason);
    }
  }

  private void copy(ReplicationStream opened, String[] words) throws IOException {
    state = State.SYNC;
    history = "?";
    offset = -1;
    copied = 0;
    copyBytes = Math.max(0, opened.beginCopy());
    commands.clear();
    opened.copy(
        in -> commands.load(in),
        bytes -> {
          copied = bytes;
          heardAt = System.currentTimeMillis();
        });
    history = words[1];
    offset = Long.parseLong(words[2]);
    LOG.info(
        "The copy of {}:{} is complete: {} keys", source.host(), source.port(), commands.keys());
  }

  private void pause() {
    lock.lock();
    try {
      if (!stopped) {
        boolean ignored = stopping.await(RETRY_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      stopped = true;
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Stops after the command that is being applied, and waits for that. */
  @Override
  public void close() {
    stopped = true;
    lock.lock();
    try {
      stopping.signalAll();
    } finally {
      lock.unlock();
    }
    ReplicationStream open = stream;
    if (open != null) {
      open.interrupt();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
