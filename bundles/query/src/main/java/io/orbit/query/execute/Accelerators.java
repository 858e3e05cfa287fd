package io.orbit.query.execute;

import io.orbit.api.accel.Accelerator;
import io.orbit.api.accel.PlainAccelerator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The accelerator that statements use now: the one that came last of those that are there, plain
 * Java where none is. It may change from one call to the next. Thread-safe.
 */
public final class Accelerators {
  private final List<Accelerator> installed = new CopyOnWriteArrayList<>();
  private volatile Accelerator current = PlainAccelerator.INSTANCE;

  public void add(Accelerator accelerator) {
    installed.add(accelerator);
    choose();
  }

  public void remove(Accelerator accelerator) {
    installed.remove(accelerator);
    choose();
  }

  private synchronized void choose() {
    List<Accelerator> there = List.copyOf(installed);
    current = there.isEmpty() ? PlainAccelerator.INSTANCE : there.getLast();
  }

  public Accelerator current() {
    return current;
  }
}
