package io.orbit.testkit.net;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Wait;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A wait that a test ends. */
final class ManualWait implements Wait {
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  void grant() {
    done.complete(null);
  }

  void fail() {
    done.completeExceptionally(new OrbitException(ErrorCode.IO_ERROR, "the disk is gone"));
  }

  @Override
  public void onDone(Runnable continuation) {
    done.whenComplete((nothing, problem) -> continuation.run());
  }

  @Override
  public void await(long timeoutMillis) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void result() {
    try {
      done.join();
    } catch (CompletionException e) {
      throw (OrbitException) e.getCause();
    }
  }

  @Override
  public void cancel() {
    done.cancel(false);
  }
}
