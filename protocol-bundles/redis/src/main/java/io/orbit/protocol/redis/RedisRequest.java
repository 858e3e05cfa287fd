package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * A command as a client sent it: its name and arguments, as ranges of the input. The one kind of
 * message there is; reused from command to command, so that reading one makes no object. Valid until
 * the codec reads the next one; {@link #detached} is a copy for longer.
 */
final class RedisRequest {
  private static final int KEPT_ARGUMENTS = 64;

  private ByteRange[] arguments = new ByteRange[8];
  private int size;

  static RedisRequest of(List<byte[]> words) {
    RedisRequest request = new RedisRequest();
    for (byte[] word : words) {
      request.add(word, 0, word.length);
    }
    return request;
  }

  void clear() {
    if (arguments.length > KEPT_ARGUMENTS) {
      arguments = new ByteRange[8];
    }
    size = 0;
  }

  void add(byte[] array, int offset, int length) {
    if (size == arguments.length) {
      arguments = Arrays.copyOf(arguments, size * 2);
    }
    ByteRange range = arguments[size];
    if (range == null) {
      range = new ByteRange();
      arguments[size] = range;
    }
    range.set(array, offset, length);
    size++;
  }

  int size() {
    return size;
  }

  ByteRange argument(int index) {
    return arguments[index];
  }

  String text(int index) {
    return arguments[index].latin1();
  }

  /** The arguments from an index on. */
  List<ByteRange> from(int first) {
    return range(first, size - 1, 1);
  }

  /** Every {@code step}-th argument from the first to the last, both included. */
  List<ByteRange> range(int first, int last, int step) {
    int count = last < first ? 0 : (last - first) / step + 1;
    return new AbstractList<>() {
      @Override
      public ByteRange get(int index) {
        if (index < 0 || index >= count) {
          throw new IndexOutOfBoundsException(index);
        }
        return arguments[first + index * step];
      }

      @Override
      public int size() {
        return count;
      }
    };
  }

  /** A copy that stays valid. */
  RedisRequest detached() {
    int length = 0;
    for (int i = 0; i < size; i++) {
      length += arguments[i].length();
    }
    byte[] bytes = new byte[length];
    RedisRequest copy = new RedisRequest();
    int at = 0;
    for (int i = 0; i < size; i++) {
      ByteRange argument = arguments[i];
      System.arraycopy(argument.array(), argument.offset(), bytes, at, argument.length());
      copy.add(bytes, at, argument.length());
      at += argument.length();
    }
    return copy;
  }
}
