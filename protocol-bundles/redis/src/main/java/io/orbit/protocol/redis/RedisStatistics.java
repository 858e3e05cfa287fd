package io.orbit.protocol.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Figures of the Redis protocol since its start or CONFIG RESETSTAT. Thread-safe. */
final class RedisStatistics {
  private static final int MAXIMUM_ERROR_CODES = 128;

  final LongAdder connections = new LongAdder();
  final LongAdder commands = new LongAdder();
  final LongAdder errors = new LongAdder();
  final LongAdder hits = new LongAdder();
  final LongAdder evicted = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder bytesIn = new LongAdder();
  final LongAdder bytesOut = new LongAdder();
  final LongAdder outputLimitDisconnections = new LongAdder();

  private final ConcurrentSkipListMap<String, LongAdder> errorCodes = new ConcurrentSkipListMap<>();

  void countError(String code) {
    LongAdder counter = errorCodes.get(code);
    if (counter == null) {
      if (errorCodes.size() >= MAXIMUM_ERROR_CODES) {
        return;
      }
      counter = errorCodes.computeIfAbsent(code, any -> new LongAdder());
    }
    counter.increment();
  }

  Map<String, LongAdder> errorCodes() {
    return errorCodes;
  }

  void reset() {
    for (LongAdder each :
        new LongAdder[] {
          connections,
          commands,
          errors,
          hits,
          misses,
          bytesIn,
          bytesOut,
          evicted,
          outputLimitDisconnections
        }) {
      each.reset();
    }
    errorCodes.clear();
  }
}
