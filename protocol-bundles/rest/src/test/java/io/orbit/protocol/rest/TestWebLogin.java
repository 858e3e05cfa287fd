package io.orbit.protocol.rest;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Identity;
import io.orbit.api.security.IdentityProvider;
import io.orbit.api.security.WebLogin;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that knows codes and tokens by heart. */
public final class TestWebLogin implements WebLogin, IdentityProvider {
  private final AtomicInteger states = new AtomicInteger();
  final Map<String, Identity> known = new ConcurrentHashMap<>();

  void knows(String proof, String user, String... groups) {
    known.put(proof, new Identity(name(), user, Set.of(groups)));
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public boolean isOffered() {
    return true;
  }

  @Override
  public String title() {
    return "login.example.org";
  }

  @Override
  public Begun begin(URI callback) {
    String state = "state" + states.incrementAndGet();
    return new Begun(
        URI.create("https://login.example.org/?state=" + state), callback, state, "n", "v");
  }

  @Override
  public Identity finish(Begun begun, String code) {
    return byToken(code)
        .orElseThrow(() -> new OrbitException(ErrorCode.INVALID_PASSWORD, "unknown code"));
  }

  @Override
  public boolean checksPasswords() {
    return false;
  }

  @Override
  public Optional<Identity> byPassword(String user, String password) {
    return Optional.empty();
  }

  @Override
  public Optional<Identity> byToken(String token) {
    return Optional.ofNullable(known.get(token));
  }
}
