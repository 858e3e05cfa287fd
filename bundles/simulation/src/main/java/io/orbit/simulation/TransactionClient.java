package io.orbit.simulation;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import io.orbit.simulation.Serializability.Range;
import io.orbit.simulation.Timeline.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Transactions over plain records at all levels, an action a step: reads, ranges, locks that are
 * waited for, writes, savepoints. Every read must show the moment that the level says.
 */
final class TransactionClient implements Client {
  private final World world;
  private @Nullable Transaction transaction;
  private @Nullable Wait wait;
  private boolean waiting;
  private String locked = "";
  private int snapshot;
  private int actions;

  /** How often the plain space had been cleared when a record of it was locked; -1 before. */
  private int clears = -1;

  private Map<String, @Nullable Value> own = new LinkedHashMap<>();
  private final Set<String> reads = new LinkedHashSet<>();
  private final List<Range> ranges = new ArrayList<>();

  /** What was not there when it was locked: removing it again changes nothing. */
  private final Set<String> absent = new LinkedHashSet<>();

  private long savepoint = -1;
  private Map<String, @Nullable Value> atSavepoint = Map.of();

  TransactionClient(World world) {
    this.world = world;
  }

  @Override
  public boolean isWaiting() {
    return waiting;
  }

  @Override
  public void leave() {
    Wait current = wait;
    if (waiting && current != null) {
      current.cancel();
    }
  }

  @Override
  public void step() {
    Transaction open = transaction;
    if (open == null) {
      begin();
    } else if (wait != null) {
      granted(open, wait);
    } else {
      act(open);
    }
  }

  private void begin() {
    Isolation isolation = world.randomIsolation();
    boolean readOnly = world.oneIn(8);
    snapshot = world.timeline().now();
    transaction =
        world
            .store()
            .begin(
                new TransactionOptions(
                    isolation, readOnly, world.randomDurability(), world.random().nextBoolean()));
    world.note("begin " + name() + " " + isolation + (readOnly ? " read only" : ""));
    actions = 0;
  }

  private String name() {
    Transaction open = transaction;
    return "t" + (open == null ? 0 : open.id() % 1000);
  }

  private boolean isReadCommitted(Transaction open) {
    return open.options().isolation() == Isolation.READ_COMMITTED;
  }

  private void act(Transaction open) {
    if (clears >= 0 && clears != world.clears()) {
      // What it holds is of the space as it was: a change of that cannot be committed any more.
      end(open);
      return;
    }
    open.beginStatement();
    if (isReadCommitted(open)) {
      snapshot = world.timeline().now();
    }
    actions++;
    int choice = world.random().nextInt(24);
    if (choice < 6) {
      read(open);
    } else if (choice < 9) {
      range(open);
    } else if (choice < 17) {
      if (!open.options().readOnly()) {
        lock(open);
      }
    } else if (choice < 19) {
      savepoint(open);
    } else if (actions > 2) {
      end(open);
    }
  }

  private @Nullable String expected(String name, int moment, long wallTime) {
    if (own.containsKey(name)) {
      Value value = own.get(name);
      return value != null && value.existsAt(wallTime) ? value.text() : null;
    }
    return world.timeline().text(name, moment, wallTime);
  }

  private void read(Transaction open) {
    String name = world.randomName();
    RecordView view = new RecordView();
    String found = open.get(world.space(name), World.key(name), view) ? World.text(view) : null;
    String expected = expected(name, snapshot, open.wallTime());
    world.note(name() + " reads " + name + ": " + World.brief(found));
    world.require(
        Objects.equals(found, expected), "read of %s by " + name(), name, found, expected);
    reads.add(name);
  }

  private void range(Transaction open) {
    boolean all = world.random().nextBoolean();
    String prefix = all ? World.PLAIN : World.ORDERED;
    String one = all ? prefix : world.randomName(World.ORDERED);
    String other = all ? prefix + Character.MAX_VALUE : world.randomName(World.ORDERED);
    String from = one.compareTo(other) <= 0 ? one : other;
    String to = one.compareTo(other) <= 0 ? other : one;
    boolean descending = !all && world.random().nextBoolean();
    int limit = world.random().nextBoolean() ? Integer.MAX_VALUE : world.random().nextInt(1, 4);
    int space = world.space(prefix);
    TreeMap<String, String> expected =
        world.timeline().content(from, to, snapshot, open.wallTime());
    own.keySet().stream()
        .filter(name -> name.compareTo(from) >= 0 && name.compareTo(to) < 0)
        .forEach(
            name -> {
              String text = expected(name, snapshot, open.wallTime());
              if (text == null) {
                expected.remove(name);
              } else {
                expected.put(name, text);
              }
            });
    List<String> found = new ArrayList<>();
    String last = null;
    try (RecordCursor cursor =
        all ? open.all(space) : open.scan(space, World.key(from), World.key(to), descending)) {
      while (found.size() < limit && cursor.next()) {
        last = prefix + World.string(cursor.key());
        found.add(last + "=" + World.text(cursor.value()));
      }
    }
    world.note(name() + " reads " + from + " to " + to + ": " + found.size() + " records");
    List<String> lines =
        (descending ? expected.descendingMap() : expected)
            .entrySet().stream().map(line -> line.getKey() + "=" + line.getValue()).toList();
    if (all) {
      found.sort(null);
      world.require(
          limit == Integer.MAX_VALUE ? found.equals(lines) : lines.containsAll(found),
          "records of %s as seen by " + name(),
          prefix,
          found,
          lines);
    } else {
      List<String> first = lines.subList(0, Math.min(limit, lines.size()));
      world.require(found.equals(first), "range from %s as seen by " + name(), from, found, first);
    }
    if (last == null || found.size() < limit) {
      ranges.add(new Range(from, to));
    } else if (!all) {
      ranges.add(descending ? new Range(last, to) : new Range(from, last + "\0"));
    }
  }

  private void lock(Transaction open) {
    locked = world.randomName();
    if (locked.startsWith(World.PLAIN)) {
      clears = world.clears();
    }
    LockMode mode = world.oneIn(4) ? LockMode.NO_KEY_EXCLUSIVE : LockMode.EXCLUSIVE;
    if (world.oneIn(6)) {
      mode = world.pick(LockMode.values());
    }
    Wait queued = open.lock(world.space(locked), World.key(locked), mode);
    world.note(name() + " locks " + locked + " " + mode + (queued == null ? "" : ", waits"));
    if (queued == null) {
      locked(open, mode);
      return;
    }
    LockMode wanted = mode;
    wait = queued;
    waiting = true;
    lockMode = wanted;
    queued.onDone(() -> waiting = false);
  }

  private LockMode lockMode = LockMode.EXCLUSIVE;

  private void granted(Transaction open, Wait over) {
    wait = null;
    try {
      over.result();
    } catch (OrbitException e) {
      if (e.code() == ErrorCode.DEADLOCK_DETECTED) {
        String detail = String.valueOf(e.detail());
        world.require(
            detail.contains("ransaction " + open.id()) && detail.contains("blocked by"),
            "detail of a deadlock of %s",
            name(),
            detail,
            "who waits for whom");
      }
      throw e;
    }
    world.note(name() + " has " + locked);
    locked(open, lockMode);
  }

  /** The newest version is what everybody committed, or the own one; and perhaps it is changed. */
  private void locked(Transaction open, LockMode mode) {
    boolean writes = mode.compareTo(LockMode.SHARE) > 0;
    Timeline timeline = world.timeline();
    RecordView view = new RecordView();
    int space = world.space(locked);
    byte[] key = World.key(locked);
    String found = open.getLatest(space, key, view) ? World.text(view) : null;
    String expected = expected(locked, timeline.now(), open.wallTime());
    // What has expired since the statement began may have been removed.
    String later = expected(locked, timeline.now(), world.millis());
    world.require(
        Objects.equals(found, expected) || Objects.equals(found, later),
        "locked %s of " + name(),
        locked,
        found,
        expected);
    if (mode != LockMode.KEY_SHARE) { // which tells whether there is a record, and not of its value
      reads.add(locked);
    }
    if (!own.containsKey(locked) && found == null) {
      absent.add(locked);
    }
    if (!writes) {
      return;
    }
    if (world.oneIn(3)) {
      open.delete(space, key);
      if (found != null) {
        own.put(locked, null);
      }
    } else {
      long expiresAt =
          world.has(Plan.Part.EXPIRY) && world.oneIn(8)
              ? open.wallTime() + world.random().nextInt(1, 3000)
              : 0;
      String text = world.randomText(locked);
      open.put(space, key, ValueType.STRING, World.bytes(text), expiresAt);
      own.put(locked, new Value(text, expiresAt));
    }
    world.note(name() + " writes " + locked + " = " + World.brief(own.get(locked)));
  }

  private void savepoint(Transaction open) {
    if (savepoint < 0) {
      savepoint = open.savepoint();
      atSavepoint = new LinkedHashMap<>(own);
    } else {
      if (world.random().nextBoolean()) {
        open.rollbackTo(savepoint);
        own = new LinkedHashMap<>(atSavepoint);
      }
      open.release(savepoint);
      savepoint = -1;
    }
  }

  private void end(Transaction open) {
    if (world.oneIn(6)) {
      world.note(name() + " rolls back");
      open.rollback();
      reset();
      return;
    }
    Timeline timeline = world.timeline();
    Map<String, @Nullable Value> changes = timeline.effective(own, open.wallTime());
    changes.entrySet().removeIf(line -> line.getValue() == null && absent.contains(line.getKey()));
    boolean readCommitted = isReadCommitted(open);
    timeline.attempt(changes);
    long timestamp = open.commit();
    world.note(name() + " commits " + changes.keySet() + " at " + timestamp);
    for (String name : changes.keySet()) {
      world.require(
          readCommitted || timeline.lastChange(name) <= snapshot,
          "lost update of %s by " + name(),
          name,
          timeline.lastChange(name),
          snapshot);
    }
    int moment = world.committed(timestamp, changes);
    if (open.options().isolation() == Isolation.SERIALIZABLE) {
      world.serializability().committed(moment, snapshot, reads, ranges);
    }
    reset();
  }

  private void reset() {
    transaction = null;
    wait = null;
    waiting = false;
    own = new LinkedHashMap<>();
    reads.clear();
    absent.clear();
    ranges.clear();
    savepoint = -1;
    clears = -1;
  }

  @Override
  public void refused(OrbitException why) {
    boolean dependencies =
        why.code() == ErrorCode.SERIALIZATION_FAILURE
            && String.valueOf(why.getMessage()).contains("read/write dependencies");
    if (dependencies) {
      world.serializability().refused(snapshot, reads, ranges, own.keySet());
    }
  }

  @Override
  public void abort() {
    Transaction open = transaction;
    if (open != null) {
      world.note(name() + " gives up");
      open.rollback();
    }
    reset();
  }

  @Override
  public void finish() {
    Transaction open = transaction;
    if (open == null) {
      return;
    }
    if (wait == null) {
      end(open);
    } else {
      abort();
    }
  }
}
