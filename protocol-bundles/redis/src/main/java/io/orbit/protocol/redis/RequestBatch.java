package io.orbit.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.orbit.api.keyspace.Keyspace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a pipeline that are in the input already, read ahead so that the records they
 * name can be fetched together. Those that turn out not to be run now are given back to the input.
 * Reused; it grows to what the client's pipelines need.
 */
final class RequestBatch {
  static final int MOST = 32;

  private RedisRequest[] requests = {new RedisRequest()};
  private int[] ends = new int[1];
  private int size;
  private @Nullable RedisError broken;

  /**
   * Reads what is whole, up to a number.
   *
   * @return true when there may be more
   */
  boolean read(RedisCodec codec, ByteBuf input, int most) {
    size = 0;
    broken = null;
    try {
      while (size < most) {
        if (size == requests.length) {
          grow();
        }
        if (!codec.read(input, requests[size])) {
          return false;
        }
        ends[size++] = input.readerIndex();
      }
      return true;
    } catch (RedisError error) {
      broken = error;
      return false;
    }
  }

  private void grow() {
    requests = Arrays.copyOf(requests, Math.min(MOST, size * 4));
    ends = Arrays.copyOf(ends, requests.length);
    for (int i = size; i < requests.length; i++) {
      requests[i] = new RedisRequest();
    }
  }

  int size() {
    return size;
  }

  RedisRequest request(int index) {
    return requests[index];
  }

  /** Why nothing can be read after the last request; null when something can. */
  @Nullable RedisError broken() {
    return broken;
  }

  /** Fetches the first key of each request, if that is one: no harm if it is not. */
  void fetch(Keyspace keyspace) {
    for (int i = 0; i < size; i++) {
      if (requests[i].size() > 1) {
        keyspace.expect(requests[i].argument(1));
      }
    }
    keyspace.fetchExpected();
  }

  /** Gives back all requests behind an index. */
  void giveBackAfter(int index, RedisCodec codec, ByteBuf input) {
    if (index < size - 1 || broken != null) {
      input.readerIndex(ends[index]);
      codec.startOver();
      size = index + 1;
      broken = null;
    }
  }
}
