package io.orbit.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.orbit.api.error.OrbitException;
import org.jspecify.annotations.Nullable;

/**
 * A connection's received and not yet consumed bytes, always in one heap array. While requests are
 * small they are parsed in the event loop's shared array and a connection owns no memory; only what
 * is left of an unfinished request is kept, and a request larger than the shared array grows an
 * array of its own with the bytes that really came (never with what a length prefix promises), as
 * far as the {@link InputMemory} of all connections goes.
 */
final class InputBuffer {
  private static final int SMALL = 4 * 1024;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final ByteBuf shared;
  private final InputMemory memory;
  private @Nullable ByteBuf rest;

  /** What was taken of the memory: all of a large array, nothing for a small one. */
  private long taken;

  /** And for a large request that is being worked on. */
  private long lent;

  InputBuffer(ByteBuf shared, InputMemory memory) {
    this.shared = shared;
    this.memory = memory;
  }

  int readableBytes() {
    return rest == null ? 0 : rest.readableBytes();
  }

  /**
   * Takes bytes for parsing now.
   *
   * @return all that is not consumed; give it to {@link #settle} after parsing
   */
  ByteBuf receive(ByteBuf data) {
    if (readableBytes() + data.readableBytes() > shared.capacity()) {
      return append(data);
    }
    shared.clear();
    if (rest != null) {
      shared.writeBytes(rest);
      rest.clear();
    }
    return shared.writeBytes(data);
  }

  /** Takes bytes for later, while the connection is paused. */
  ByteBuf append(ByteBuf data) {
    ByteBuf own = reserve(data.readableBytes());
    return own.writeBytes(data);
  }

  /** What is left, for parsing; give it to {@link #settle} afterwards. */
  ByteBuf remaining() {
    return rest == null ? shared.clear() : rest;
  }

  /** Keeps what the parser left and gives back memory that is no longer needed. */
  void settle(ByteBuf parsed) {
    if (parsed == shared) {
      if (shared.isReadable()) {
        append(shared);
      } else if (rest != null && rest.capacity() > SMALL) {
        release();
      }
    } else if (!parsed.isReadable()) {
      release();
    } else if (parsed.capacity() > shared.capacity()
        && parsed.readableBytes() < parsed.capacity() / 8) {
      ByteBuf smaller = allocate(parsed.readableBytes() * 2);
      smaller.writeBytes(parsed);
      parsed.release();
      rest = smaller;
      account(smaller.capacity());
    }
  }

  void release() {
    if (rest != null) {
      rest.release();
      rest = null;
      account(0);
    }
  }

  /** What was parsed last goes on taking memory, as copies, until {@link #workDone}. */
  void workOn(int bytes) {
    if (bytes > SMALL) {
      lent = bytes;
      memory.add(bytes);
    }
  }

  void workDone() {
    if (lent > 0) {
      memory.giveBack(lent);
      lent = 0;
    }
  }

  /** The array has that size now, or will have it. */
  private void account(long capacity) {
    long wanted = capacity <= SMALL ? 0 : capacity;
    if (wanted > taken) {
      memory.take(wanted - taken);
    } else {
      memory.giveBack(taken - wanted);
    }
    taken = wanted;
  }

  private ByteBuf reserve(int more) {
    ByteBuf own = rest;
    if (own == null) {
      int capacity = Math.max(256, more);
      account(capacity);
      own = allocate(capacity);
      rest = own;
    } else if (own.writableBytes() < more) {
      own.discardReadBytes();
      if (own.writableBytes() < more) {
        long needed = (long) own.readableBytes() + more;
        grow(own, needed);
      }
    }
    return own;
  }

  /** To twice the size where there is memory for that and for the copy, or as far as need be. */
  private void grow(ByteBuf own, long needed) {
    long doubled = Math.min(LARGEST_ARRAY, Math.max(needed, 2L * own.capacity()));
    long before = own.capacity();
    memory.take(before);
    try {
      account(doubled);
    } catch (OrbitException full) {
      account(needed);
      doubled = needed;
    } finally {
      memory.giveBack(before);
    }
    own.capacity((int) doubled);
  }

  private static ByteBuf allocate(int capacity) {
    return UnpooledByteBufAllocator.DEFAULT.heapBuffer(capacity, LARGEST_ARRAY);
  }
}
