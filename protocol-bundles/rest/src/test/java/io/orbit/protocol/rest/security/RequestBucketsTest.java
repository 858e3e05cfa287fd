package io.orbit.protocol.rest.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestBucketsTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final RequestBuckets buckets = new RequestBuckets(now::get);

  private long granted(int attempts) {
    return IntStream.range(0, attempts).filter(i -> buckets.take("a", 60).granted()).count();
  }

  @Test
  void aMinutesWorthAtOnceAndThenAsTimePasses() {
    assertThat(granted(100)).isEqualTo(60);
    RequestBuckets.Taken refused = buckets.take("a", 60);
    assertThat(refused).isEqualTo(new RequestBuckets.Taken(false, 60, 0, 1, 60));
    now.addAndGet(TimeUnit.SECONDS.toNanos(5));
    assertThat(granted(100)).isEqualTo(5);
    now.addAndGet(TimeUnit.HOURS.toNanos(1));
    assertThat(granted(100)).isEqualTo(60);
    assertThat(buckets.take("b", 60).granted()).isTrue();
  }

  @Test
  void noMoreUsersAreKnownThanFit() {
    granted(60);
    for (int i = 0; i < 20_000; i++) {
      assertThat(buckets.take("user " + i, 1).granted()).isTrue();
    }
    assertThat(buckets.take("a", 60).granted()).isTrue();
  }
}
