package io.orbit.simulation;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.ValueType;
import io.orbit.simulation.Timeline.Value;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single-record operations: look, decide, change. Each is over in one step. */
final class OperationClient implements Client {
  private final World world;
  private final RecordOperation operation;

  OperationClient(World world) {
    this.world = world;
    this.operation = world.store().operation();
  }

  @Override
  public boolean isWaiting() {
    return false;
  }

  @Override
  public void step() {
    if (world.has(Plan.Part.CLEARS) && world.oneIn(60)) {
      clear();
      return;
    }
    String name = world.randomName();
    byte[] key = World.key(name);
    if (!operation.begin(world.space(name), key, 0, key.length)) {
      return;
    }
    Timeline timeline = world.timeline();
    long now = world.store().latest().wallTime();
    String expected = timeline.text(name, timeline.now(), now);
    String found = operation.exists() ? World.text(operation.current()) : null;
    world.require(
        java.util.Objects.equals(found, expected), "operation on %s", name, found, expected);
    Value next = next(name, now, expected);
    if (next == null && expected == null) {
      operation.abandon();
      return;
    }
    Map<String, @Nullable Value> changes = new HashMap<>();
    changes.put(name, next);
    timeline.attempt(changes);
    Durability durability = world.randomDurability();
    long timestamp = operation.commit(durability);
    world.note("operation " + name + " = " + World.brief(next) + " at " + timestamp);
    world.committed(timestamp, changes);
  }

  /** Puts the change into the operation; answers what the record holds then. */
  private @Nullable Value next(String name, long now, @Nullable String present) {
    int choice = world.random().nextInt(10);
    if (choice < 3) {
      operation.delete();
      return null;
    }
    boolean expires = world.has(Plan.Part.EXPIRY) && world.oneIn(3);
    long expiresAt = expires ? now + world.random().nextInt(1, 3000) : 0;
    if (choice == 3 && present != null) {
      operation.expireAt(expiresAt);
      return new Value(present, expiresAt);
    }
    String text = world.randomText(name);
    byte[] bytes = World.bytes(text);
    operation.put(ValueType.STRING, bytes, 0, bytes.length, expiresAt);
    return new Value(text, expiresAt);
  }

  private void clear() {
    Timeline timeline = world.timeline();
    Map<String, @Nullable Value> changes = new HashMap<>();
    for (String name : timeline.names(World.PLAIN, World.PLAIN + Character.MAX_VALUE).keySet()) {
      if (timeline.get(name, timeline.now()) != null) {
        changes.put(name, null);
      }
    }
    timeline.attempt(changes);
    long timestamp = world.store().clear(world.template().plain(), world.randomDurability());
    world.note("clear at " + timestamp);
    world.cleared();
    world.committed(timestamp, changes);
  }

  @Override
  public void abort() {
    // The operation has ended by itself.
  }

  @Override
  public void finish() {
    // Nothing is ever in progress.
  }
}
