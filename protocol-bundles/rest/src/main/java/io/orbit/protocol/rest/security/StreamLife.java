package io.orbit.protocol.rest.security;

import io.orbit.api.security.ApiKeys;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How long an answer may go on without end: until the log-in or the API key that asked for it ends,
 * and an hour at most, so that clients come back with fresh credentials.
 */
public final class StreamLife {
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

  private StreamLife() {}

  /** Tells whether an answer to the caller, which begins now, has to end. */
  public static BooleanSupplier over(Caller caller, BrowserSessions browsers, ApiKeys keys) {
    long since = System.nanoTime();
    Optional<BrowserSession> browser = caller.browser();
    Optional<String> key = caller.session().apiKey();
    return () ->
        System.nanoTime() - since > LONGEST_NANOS
            || browser.filter(known -> !browsers.isOpen(known)).isPresent()
            || key.filter(known -> !keys.isValid(known)).isPresent();
  }
}
