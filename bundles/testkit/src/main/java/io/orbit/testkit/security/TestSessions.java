package io.orbit.testkit.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Identity;
import io.orbit.api.security.ScramVerifier;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.security.Sessions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One user, {@code orbit} with password {@code secret}; sessions without a store: they know who and
 * where, and fail with FEATURE_NOT_SUPPORTED where data would be touched. Thread-safe.
 */
public final class TestSessions implements Sessions {
  public static final String USER = "orbit";
  public static final String PASSWORD = "secret";

  private final Set<Session> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong();

  @Override
  public ScramVerifier scram(String user) {
    throw new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, "no SCRAM in this test");
  }

  @Override
  public Session open(SessionRequest request) {
    if (!request.user().equals(USER)) {
      throw new OrbitException(
          ErrorCode.INVALID_PASSWORD, "wrong user name or password for " + request.user());
    }
    StorelessSession session = new StorelessSession(ids.incrementAndGet(), request, open::remove);
    open.add(session);
    return session;
  }

  @Override
  public Session open(SessionRequest request, Identity identity) {
    throw new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, "nobody proves users in this test");
  }

  @Override
  public Session openByToken(SessionRequest request, String token) {
    throw new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, "nobody proves users in this test");
  }

  @Override
  public boolean wantsPassword(String user) {
    return false;
  }

  @Override
  public Session authenticate(SessionRequest request, String password) {
    if (!password.equals(PASSWORD)) {
      throw new OrbitException(
          ErrorCode.INVALID_PASSWORD, "wrong user name or password for " + request.user());
    }
    return open(request);
  }

  @Override
  public OrbitException rejected(SessionRequest request) {
    return new OrbitException(
        ErrorCode.INVALID_PASSWORD, "wrong user name or password for " + request.user());
  }

  @Override
  public Session openUnauthenticated(SessionRequest request) {
    throw new OrbitException(ErrorCode.AUTHENTICATION_REQUIRED, "log in first");
  }

  @Override
  public boolean applyPasswordReset() {
    return false;
  }

  @Override
  public String verifierFor(String user, String password) {
    throw new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, "no verifiers in this test");
  }

  @Override
  public List<Session> list() {
    return List.copyOf(open);
  }
}
