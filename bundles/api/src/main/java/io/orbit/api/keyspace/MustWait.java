package io.orbit.api.keyspace;

/**
 * A call on an event loop would have to wait, or takes long: nothing has begun. The caller runs it
 * again on a virtual thread after {@link Keyspace#setMayWait}. One object without a trace, because
 * it is part of normal operation.
 */
public final class MustWait extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public static final MustWait INSTANCE = new MustWait();

  private MustWait() {
    super("the call must wait", null, false, false);
  }
}
