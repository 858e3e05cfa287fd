package io.orbit.protocol.redis.scripting.lua;

import java.util.Deque;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine: a virtual thread that runs only while its resumer waits for it. One that never ends
 * is stopped by {@link #abandon} when its script ends.
 */
final class Coroutine {
  /** What it is, as {@code coroutine.status} says. */
  enum Status {
    SUSPENDED,
    RUNNING,
    NORMAL,
    DEAD
  }

  /** What goes from one thread to the other. */
  private record Transfer(Object[] values, @Nullable RuntimeException failure, boolean ended) {}

  /** Ends a coroutine that nobody resumes any more. */
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandoned() {
      super("abandoned", null, false, false);
    }
  }

  private final LuaState state;
  private final LuaFunction body;
  private final SynchronousQueue<Transfer> toBody = new SynchronousQueue<>();
  private final SynchronousQueue<Transfer> toResumer = new SynchronousQueue<>();
  private @Nullable Thread thread;
  private @Nullable Coroutine resumer;
  private LuaState.@Nullable Mark place;
  private Status status = Status.SUSPENDED;

  Coroutine(LuaState state, LuaFunction body) {
    this.state = state;
    this.body = body;
  }

  Status status() {
    return status;
  }

  @Nullable Coroutine resumer() {
    return resumer;
  }

  /** Runs it until it yields, ends or fails; answers what it yielded or returned. */
  Object[] resume(Object[] arguments) {
    LuaState.Mark caller = state.mark();
    resumer = state.running();
    if (resumer != null) {
      resumer.status = Status.NORMAL;
    }
    status = Status.RUNNING;
    state.setRunning(this);
    if (thread == null) {
      thread = Thread.ofVirtual().name("redis-lua-coroutine").start(() -> run(arguments));
    } else {
      LuaState.Mark own = place;
      if (own != null) {
        state.backTo(own);
      }
      hand(toBody, new Transfer(arguments, null, false));
    }
    Transfer answer = await(toResumer);
    state.backTo(caller);
    state.setRunning(resumer);
    if (resumer != null) {
      resumer.status = Status.RUNNING;
    }
    status = answer.ended() ? Status.DEAD : Status.SUSPENDED;
    RuntimeException failure = answer.failure();
    if (failure != null) {
      throw failure;
    }
    return answer.values();
  }

  private void run(Object[] arguments) {
    Transfer last;
    try {
      last = new Transfer(body.call(state, arguments), null, true);
    } catch (Abandoned e) {
      return;
    } catch (StackOverflowError e) {
      last = new Transfer(LuaFunction.NOTHING, state.error("stack overflow"), true);
    } catch (RuntimeException e) {
      last = new Transfer(LuaFunction.NOTHING, e, true);
    }
    hand(toResumer, last);
  }

  /** Gives values to whoever resumed it, and waits for the next resume. */
  Object[] yield(Object[] values) {
    place = state.mark();
    hand(toResumer, new Transfer(values, null, false));
    return await(toBody).values();
  }

  private static void hand(SynchronousQueue<Transfer> queue, Transfer transfer) {
    try {
      queue.put(transfer);
    } catch (InterruptedException e) {
      throw new Abandoned();
    }
  }

  private static Transfer await(SynchronousQueue<Transfer> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new Abandoned();
    }
  }

  /** Ends its thread, if it waits to be resumed. */
  void abandon() {
    Thread waiting = thread;
    if (waiting != null && status == Status.SUSPENDED) {
      status = Status.DEAD;
      waiting.interrupt();
    }
  }

  void addTo(Deque<Object> pending) {
    pending.addLast(body);
    LuaState.Mark own = place;
    Frame frame = own == null ? null : own.frame();
    if (frame != null) {
      pending.addLast(frame);
    }
    if (resumer != null) {
      pending.addLast(resumer);
    }
  }

  @Override
  public String toString() {
    return "thread: 0x%014x".formatted(System.identityHashCode(this));
  }
}
