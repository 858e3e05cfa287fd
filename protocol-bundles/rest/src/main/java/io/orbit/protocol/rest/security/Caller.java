package io.orbit.protocol.rest.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.TraceContext;
import io.orbit.api.security.Session;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request: its kernel session, which lives as long as the request, and the browser's
 * log-in it came by. One thread.
 */
public final class Caller implements AutoCloseable {
  private static final String ATTRIBUTE = Caller.class.getName();

  private @Nullable Session session;
  private @Nullable BrowserSession browser;
  private @Nullable String traceParent;

  private Caller() {}

  /** Begins a request; whoever begins it closes it. */
  public static Caller begin(HttpServletRequest request) {
    Caller caller = new Caller();
    request.setAttribute(ATTRIBUTE, caller);
    return caller;
  }

  public static Caller of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("no request is going on");
  }

  /** The session of a request's sender. */
  public static Session session(HttpServletRequest request) {
    return of(request).session();
  }

  /** What the session's statements are done for. */
  public void trace(TraceContext span) {
    traceParent = span.traceParent();
  }

  void identify(Session opened, @Nullable BrowserSession by) {
    session = opened;
    browser = by;
    if (traceParent != null) {
      opened.settings().put(TraceContext.SETTING, traceParent);
    }
  }

  public Session session() {
    if (session == null) {
      throw new OrbitException(ErrorCode.AUTHENTICATION_REQUIRED, "log in first");
    }
    return session;
  }

  /** Whoever it is, once that is known. */
  Optional<Session> known() {
    return Optional.ofNullable(session);
  }

  /** The log-in, when the request came by its cookie. */
  public Optional<BrowserSession> browser() {
    return Optional.ofNullable(browser);
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
