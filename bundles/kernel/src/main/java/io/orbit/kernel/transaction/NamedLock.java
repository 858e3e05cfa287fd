package io.orbit.kernel.transaction;

import io.orbit.kernel.record.Lockable;

/** A name that somebody holds or waits for. */
final class NamedLock extends Lockable {
  private final String name;

  NamedLock(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
