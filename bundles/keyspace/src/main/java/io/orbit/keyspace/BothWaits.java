package io.orbit.keyspace;

import io.orbit.api.storage.Wait;

/** Over when both are over. */
record BothWaits(Wait first, Wait second) implements Wait {
  @Override
  public void onDone(Runnable continuation) {
    first.onDone(() -> second.onDone(continuation));
  }

  @Override
  public void await(long timeoutMillis) {
    first.await(timeoutMillis);
    second.await(timeoutMillis);
  }

  @Override
  public void result() {
    first.result();
    second.result();
  }

  @Override
  public void cancel() {
    first.cancel();
    second.cancel();
  }
}
