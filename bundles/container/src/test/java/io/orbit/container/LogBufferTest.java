package io.orbit.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.ops.Logs.Entry;
import io.orbit.api.ops.Logs.Tail;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogBufferTest {
  @Test
  void theNewestThatFitComeOldestFirst() {
    LogBuffer buffer = new LogBuffer(4);
    buffer.add(entry(1, "ERROR", "io.orbit.net"));
    buffer.add(entry(2, "INFO", "io.orbit.net"));
    buffer.add(entry(3, "WARN", "io.orbit.kernel"));
    buffer.add(entry(4, "DEBUG", "io.orbit.net"));
    buffer.add(entry(5, "INFO", "io.orbit.net"));

    assertThat(times(buffer.tail(10, "trace", ""))).containsExactly(2L, 3L, 4L, 5L);
    assertThat(times(buffer.tail(2, "info", ""))).containsExactly(3L, 5L);
    assertThat(times(buffer.tail(10, "INFO", "io.orbit.net"))).containsExactly(2L, 5L);
    assertThat(buffer.tail(10, "error", "")).isEmpty();
  }

  @Test
  void whoFollowsGetsEachEntryOnce() {
    LogBuffer buffer = new LogBuffer(3);
    buffer.add(entry(1, "INFO", "a"));
    Tail tail = buffer.after(0, 10, "info", "");
    assertThat(times(tail.entries())).containsExactly(1L);
    assertThat(buffer.after(tail.position(), 10, "info", "").entries()).isEmpty();
    buffer.add(entry(2, "INFO", "a"));
    buffer.add(entry(3, "DEBUG", "a"));
    tail = buffer.after(tail.position(), 10, "info", "");
    assertThat(times(tail.entries())).containsExactly(2L);
    for (int i = 4; i < 10; i++) {
      buffer.add(entry(i, "INFO", "a"));
    }
    assertThat(times(buffer.after(tail.position(), 10, "info", "").entries()))
        .containsExactly(7L, 8L, 9L);
  }

  private static Entry entry(long time, String level, String logger) {
    return new Entry(time, level, logger, "main", "message");
  }

  private static List<Long> times(List<Entry> entries) {
    return entries.stream().map(Entry::time).toList();
  }
}
