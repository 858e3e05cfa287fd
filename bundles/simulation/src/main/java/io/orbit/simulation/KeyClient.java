package io.orbit.simulation;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.security.Session;
import io.orbit.simulation.Timeline.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Redis' types: one call for itself, or several at once as in MULTI. Over in one step. */
final class KeyClient implements Client {
  private final World world;
  private final Session session;
  private final Keyspace keyspace;

  KeyClient(World world) {
    this.world = world;
    this.session = world.session();
    this.keyspace = world.keyspace(session);
  }

  @Override
  public boolean isWaiting() {
    return false;
  }

  @Override
  public void step() {
    session.setDurability(world.randomDurability());
    Timeline timeline = world.timeline();
    if (world.oneIn(5)) {
      String key = KeyChange.random(world.random()).key();
      String found = KeyChange.read(keyspace, key);
      String expected = timeline.text(World.REDIS + key, timeline.now(), 0);
      world.require(Objects.equals(found, expected), "Redis' key %s", key, found, expected);
      return;
    }
    int count = world.oneIn(3) ? world.random().nextInt(2, 5) : 1;
    List<KeyChange> changes = new ArrayList<>();
    Map<String, @Nullable Value> after = new LinkedHashMap<>();
    boolean clears = count == 1 && world.has(Plan.Part.CLEARS) && world.oneIn(60);
    if (clears) {
      timeline
          .content(World.REDIS, timeline.now(), 0)
          .keySet()
          .forEach(name -> after.put(name, null));
    } else {
      for (int i = 0; i < count; i++) {
        add(KeyChange.random(world.random()), changes, after);
      }
    }
    Map<String, @Nullable Value> effective = timeline.effective(after, 0);
    timeline.attempt(effective);
    long before = world.store().visibleTimestamp();
    if (clears) {
      keyspace.keys().clear();
      world.keysCleared();
    } else if (count == 1) {
      changes.getFirst().apply(keyspace);
    } else {
      List<ByteRange> keys =
          changes.stream().map(change -> ByteRange.of(change.key())).distinct().toList();
      boolean ignored =
          keyspace.atomically(
              keys, List.of(), () -> changes.forEach(change -> change.apply(keyspace)));
    }
    long timestamp = world.store().visibleTimestamp();
    world.note("keys " + (clears ? "clear" : changes) + " at " + timestamp);
    world.committed(timestamp == before ? 0 : timestamp, effective);
    keyspace.settle();
  }

  private void add(KeyChange change, List<KeyChange> changes, Map<String, @Nullable Value> after) {
    String name = World.REDIS + change.key();
    Timeline timeline = world.timeline();
    Value known = after.containsKey(name) ? after.get(name) : timeline.get(name, timeline.now());
    String text = change.after(known == null ? null : known.text());
    changes.add(change);
    after.put(name, text == null ? null : Value.of(text));
  }

  @Override
  public void abort() {
    // The call has ended by itself.
  }

  @Override
  public void finish() {
    // Nothing is ever in progress.
  }
}
