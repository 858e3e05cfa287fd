package io.orbit.protocol.rest.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.WebLogin;
import io.orbit.api.security.WebLogin.Begun;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The log-ins of browsers that are away at a provider's page. What belongs to one stays here; the
 * browser has a cookie by which it is known when it comes back, so that nobody is logged in by an
 * address that somebody else made up. Each is good once, for ten minutes. Thread-safe.
 */
public final class WebLogins {
  static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int MOST = 10_000;
  private static final int SECRET_BYTES = 32;

  private final Map<String, Pending> pending = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Supplier<List<WebLogin>> providers;
  private final InstantSource clock;

  private record Pending(String provider, Begun begun, long since) {}

  public WebLogins(Supplier<List<WebLogin>> providers, InstantSource clock) {
    this.providers = providers;
    this.clock = clock;
  }

  public List<WebLogin> providers() {
    return providers.get().stream().filter(WebLogin::isOffered).toList();
  }

  public Optional<WebLogin> provider(String name) {
    return providers().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** Keeps a log-in that begins; answers the value of the cookie it will be known by. */
  public String keep(String provider, Begun begun) {
    long now = clock.millis();
    pending.values().removeIf(one -> isOver(one, now));
    if (pending.size() >= MOST) {
      throw new OrbitException(ErrorCode.TOO_MANY_CONNECTIONS, "too many log-ins are under way")
          .withHint("Try again in some minutes.");
    }
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    pending.put(id, new Pending(provider, begun, now));
    return id;
  }

  /** The log-in of a browser that is back, which thereby is over; empty when it is none of ours. */
  public Optional<Begun> take(String provider, Optional<String> cookie, String state) {
    Pending known = cookie.map(pending::remove).orElse(null);
    boolean holds =
        known != null
            && known.provider().equals(provider)
            && !isOver(known, clock.millis())
            && MessageDigest.isEqual(bytes(known.begun().state()), bytes(state));
    return holds ? Optional.of(known.begun()) : Optional.empty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isOver(Pending one, long now) {
    return now - one.since() > LIMIT.toMillis();
  }
}
