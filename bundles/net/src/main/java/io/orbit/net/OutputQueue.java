package io.orbit.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A connection's way out, in order: the buffer the session appends to, then what is held until a
 * wait is over, then the channel's own queue. Used on the event loop only, but {@link
 * #isBehind()}'s answer for the channel is right on any thread.
 */
final class OutputQueue {
  private static final int SMALLEST = 512;
  private static final int LARGEST_GUESS = 64 * 1024;

  private final Channel channel;
  private final SendBuffer buffers;
  private final int highWater;
  private final long hardLimit;
  private final ArrayDeque<Segment> held = new ArrayDeque<>();
  private @Nullable ByteBuf current;
  private int guess = SMALLEST;
  private long heldBytes;
  private long written;
  private boolean unflushed;
  private boolean ended;

  OutputQueue(Channel channel, SendBuffer buffers, int highWater, long hardLimit) {
    this.channel = channel;
    this.buffers = buffers;
    this.highWater = highWater;
    this.hardLimit = hardLimit;
  }

  /** Something that stands in line behind a wait. */
  private static final class Segment {
    final ByteBuf bytes;
    final @Nullable ChannelFutureListener whenSent;
    boolean ready;

    Segment(ByteBuf bytes, boolean ready, @Nullable ChannelFutureListener whenSent) {
      this.bytes = bytes;
      this.ready = ready;
      this.whenSent = whenSent;
    }
  }

  /** The buffer to append to. After the end it leads nowhere. */
  ByteBuf current() {
    if (ended) {
      return Unpooled.buffer();
    }
    if (current == null) {
      current = buffers.take(channel.alloc(), guess);
    }
    return current;
  }

  /** Hands what was appended to the channel, or puts it behind what is held. */
  void push() {
    ByteBuf bytes = current;
    if (bytes == null) {
      return;
    }
    current = null;
    if (!bytes.isReadable()) {
      bytes.release();
      return;
    }
    guess = Math.clamp(Integer.highestOneBit(bytes.readableBytes()) * 2, SMALLEST, LARGEST_GUESS);
    append(bytes, null);
  }

  /** Puts a buffer (ownership passes) behind all output so far. */
  void append(ByteBuf bytes, @Nullable ChannelFutureListener whenSent) {
    push();
    if (ended) {
      bytes.release();
    } else if (held.isEmpty()) {
      write(bytes, whenSent);
    } else {
      heldBytes += bytes.readableBytes();
      held.add(new Segment(bytes, true, whenSent));
    }
  }

  /**
   * Nothing more will be sent after what was appended so far.
   *
   * @param whenSent told when all of it was sent, or cannot be
   */
  void end(ChannelFutureListener whenSent) {
    append(Unpooled.EMPTY_BUFFER, whenSent);
    flush();
    ended = true;
  }

  /**
   * Holds what was appended.
   *
   * @return to be called on the event loop when the wait is over
   */
  Runnable hold() {
    ByteBuf bytes = current == null ? Unpooled.EMPTY_BUFFER : current;
    current = null;
    Segment segment = new Segment(bytes, false, null);
    heldBytes += bytes.readableBytes();
    held.add(segment);
    return () -> {
      segment.ready = true;
      writeReady();
    };
  }

  boolean isHolding() {
    return !held.isEmpty();
  }

  private void writeReady() {
    while (!held.isEmpty() && held.getFirst().ready) {
      Segment segment = held.removeFirst();
      heldBytes -= segment.bytes.readableBytes();
      write(segment.bytes, segment.whenSent);
    }
  }

  private void write(ByteBuf bytes, @Nullable ChannelFutureListener whenSent) {
    written += bytes.readableBytes();
    unflushed = true;
    if (whenSent == null) {
      channel.write(bytes, channel.voidPromise());
    } else {
      channel.write(bytes).addListener(whenSent);
    }
  }

  /** Sends everything that may be sent now. */
  void flush() {
    push();
    if (unflushed) {
      unflushed = false;
      channel.flush();
    }
  }

  /** True when the peer, or what is held, is behind by more than the high-water mark. */
  boolean isBehind() {
    return !channel.isWritable() || heldBytes + currentBytes() > highWater;
  }

  /** Bytes that the system has not taken yet. About right on any thread. */
  long unsentBytes() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return (queue == null ? 0 : queue.totalPendingWriteBytes()) + heldBytes + currentBytes();
  }

  boolean isOverHardLimit() {
    long queued = channel.isWritable() ? 0 : channel.bytesBeforeWritable();
    return queued + heldBytes + currentBytes() > hardLimit;
  }

  private int currentBytes() {
    ByteBuf bytes = current;
    return bytes == null ? 0 : bytes.readableBytes();
  }

  /** Bytes given to the channel since the last call. */
  long takeWritten() {
    long taken = written;
    written = 0;
    return taken;
  }

  /** Forgets everything; later output leads nowhere. */
  void release() {
    ended = true;
    if (current != null) {
      current.release();
      current = null;
    }
    for (Segment segment : held) {
      segment.bytes.release();
    }
    held.clear();
    heldBytes = 0;
  }
}
