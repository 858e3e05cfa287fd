package io.orbit.simulation;

import io.orbit.api.catalog.Collection;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.RecordStatement.LockOutcome;
import io.orbit.api.records.RecordStatement.WaitPolicy;
import io.orbit.api.records.RowReader;
import io.orbit.api.records.RowView;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.simulation.Timeline.Value;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Transactions over tables and Redis keys at once, a statement a step. What would have to wait ends
 * the transaction, as on an event loop.
 */
final class RowClient implements Client {
  static final String ACCOUNT = "account/";
  static final String ENTRY = "entry/";

  private static final int IDS = 6;
  private static final int OWNERS = 8;

  private final World world;
  private final Session session;
  private final Keyspace keyspace;
  private final Collection account;
  private final Collection entry;
  private @Nullable Transaction transaction;
  private int snapshot;
  private int statements;

  /** How often the keys had been removed when one was changed; -1 before. */
  private int clears = -1;

  private final Map<String, @Nullable Value> own = new LinkedHashMap<>();
  private final Set<String> reads = new LinkedHashSet<>();

  /** What was not there when it was first changed: removing it again changes nothing. */
  private final Set<String> absent = new LinkedHashSet<>();

  RowClient(World world) {
    this.world = world;
    this.session = world.session();
    this.keyspace = world.keyspace(session);
    this.account = world.collection(world.template().account());
    this.entry = world.collection(world.template().entry());
  }

  @Override
  public boolean isWaiting() {
    return false;
  }

  @Override
  public void step() {
    Transaction open = transaction;
    if (open == null) {
      snapshot = world.timeline().now();
      transaction =
          session.begin(
              new TransactionOptions(
                  world.randomIsolation(), false, world.randomDurability(), true),
              true);
      keyspace.enter(transaction);
      statements = 0;
      world.note("begin rows " + session.id());
      return;
    }
    if (clears >= 0 && clears != world.keyClears()) {
      // What it has changed is of the space as it was: that cannot be committed any more.
      end(open);
      return;
    }
    open.beginStatement();
    if (open.options().isolation() == Isolation.READ_COMMITTED) {
      snapshot = world.timeline().now();
    }
    statements++;
    switch (world.random().nextInt(12)) {
      case 0, 1 -> insertAccount(open);
      case 2, 3 -> updateAccount(open);
      case 4 -> deleteAccount(open);
      case 5, 6 -> insertEntry(open);
      case 7 -> deleteEntry(open);
      case 8, 9 -> changeKey(open);
      default -> {
        if (statements > 2) {
          end(open);
        }
      }
    }
  }

  private @Nullable String expected(String name) {
    if (own.containsKey(name)) {
      Value value = own.get(name);
      return value == null ? null : value.text();
    }
    reads.add(name);
    return world.timeline().text(name, snapshot, 0);
  }

  private static String text(Collection collection, RowView row) {
    return collection.name().equals("account")
        ? row.get(1) + "|" + row.getLong(2)
        : String.valueOf(row.getLong(1));
  }

  /**
   * The row as the transaction sees it, which must be as the model says; null when there is none.
   */
  private @Nullable RowView read(Transaction open, Collection collection, String prefix, int id) {
    RowReader reader = world.records().reader(open, collection);
    RowView row = reader.newView();
    boolean exists = reader.get(new Object[] {id}, row);
    String found = exists ? text(collection, row) : null;
    String expected = expected(prefix + id);
    world.require(Objects.equals(found, expected), "row %s", prefix + id, found, expected);
    return exists ? row : null;
  }

  private RecordStatement statement(Transaction open) {
    return world.records().statementWithoutWaiting(session, open);
  }

  private void insertAccount(Transaction open) {
    int id = world.random().nextInt(IDS);
    String owner = "o" + world.random().nextInt(OWNERS);
    int balance = world.random().nextInt(1000);
    insert(open, account, ACCOUNT + id, new Object[] {id, owner, balance}, owner + "|" + balance);
  }

  private void insertEntry(Transaction open) {
    int id = world.random().nextInt(IDS);
    int target = world.random().nextInt(IDS);
    insert(open, entry, ENTRY + id, new Object[] {id, target}, "" + target);
  }

  private void insert(
      Transaction open, Collection collection, String name, @Nullable Object[] row, String text) {
    RecordStatement statement = statement(open);
    byte[] ignored = statement.insert(collection, row, 0);
    statement.finish();
    world.note("insert " + name + " " + text);
    String before = expected(name);
    world.require(before == null, "insert over a row, %s", name, before, null);
    if (!own.containsKey(name)) {
      absent.add(name);
    }
    own.put(name, Value.of(text));
  }

  private void updateAccount(Transaction open) {
    int id = world.random().nextInt(IDS);
    RowView row = locked(open, account, ACCOUNT, id, LockMode.NO_KEY_EXCLUSIVE);
    if (row == null) {
      return;
    }
    @Nullable Object[] values = row.values();
    BitSet changed = new BitSet();
    if (world.oneIn(3)) {
      values[1] = "o" + world.random().nextInt(OWNERS);
      changed.set(1);
    } else {
      values[2] = world.random().nextInt(1000);
      changed.set(2);
    }
    RecordStatement statement = statement(open);
    statement.update(account, row.key(), row, values, changed, 0);
    statement.finish();
    world.note("update " + ACCOUNT + id + " " + values[1] + "|" + values[2]);
    own.put(ACCOUNT + id, Value.of(values[1] + "|" + values[2]));
  }

  private void deleteAccount(Transaction open) {
    delete(open, account, ACCOUNT);
  }

  private void deleteEntry(Transaction open) {
    delete(open, entry, ENTRY);
  }

  private void delete(Transaction open, Collection collection, String prefix) {
    int id = world.random().nextInt(IDS);
    RowView row = locked(open, collection, prefix, id, LockMode.EXCLUSIVE);
    if (row != null) {
      RecordStatement statement = statement(open);
      statement.delete(collection, row.key(), row);
      statement.finish();
      world.note("delete " + prefix + id);
      own.put(prefix + id, null);
    }
  }

  /** A row that is there, locked and as it is now. */
  private @Nullable RowView locked(
      Transaction open, Collection collection, String prefix, int id, LockMode mode) {
    RowView row = read(open, collection, prefix, id);
    if (row == null) {
      return null;
    }
    RowView latest = world.records().reader(open, collection).newView();
    LockOutcome outcome =
        statement(open).lock(collection, row.key(), mode, WaitPolicy.NOWAIT, latest);
    if (outcome == LockOutcome.GONE) {
      return null;
    }
    String found = text(collection, latest);
    Value mine = own.get(prefix + id);
    String expected =
        mine != null ? mine.text() : world.timeline().text(prefix + id, world.timeline().now(), 0);
    world.require(Objects.equals(found, expected), "locked row %s", prefix + id, found, expected);
    return latest;
  }

  private void changeKey(Transaction open) {
    clears = world.keyClears();
    KeyChange change = KeyChange.random(world.random());
    String name = World.REDIS + change.key();
    String seen = KeyChange.read(keyspace, change.key());
    String expected = expected(name);
    world.require(Objects.equals(seen, expected), "key %s in a transaction", name, seen, expected);
    change.apply(keyspace);
    String base =
        own.containsKey(name) || open.options().isolation() != Isolation.READ_COMMITTED
            ? expected
            : world.timeline().text(name, world.timeline().now(), 0);
    String after = change.after(base);
    world.note("in rows " + change);
    if (base == null && !own.containsKey(name)) {
      absent.add(name);
    }
    if (!Objects.equals(after, base) || own.containsKey(name)) {
      own.put(name, after == null ? null : Value.of(after));
    }
  }

  private void end(Transaction open) {
    if (world.oneIn(6)) {
      session.rollback();
      reset();
      return;
    }
    Timeline timeline = world.timeline();
    Map<String, @Nullable Value> changes = timeline.effective(own, 0);
    changes.entrySet().removeIf(line -> line.getValue() == null && absent.contains(line.getKey()));
    boolean serializable = open.options().isolation() == Isolation.SERIALIZABLE;
    timeline.attempt(changes);
    long before = world.store().visibleTimestamp();
    long ignored = session.commit();
    long timestamp = world.store().visibleTimestamp();
    world.note("rows commit " + changes.keySet() + " at " + timestamp);
    for (String name : changes.keySet()) {
      world.require(
          open.options().isolation() == Isolation.READ_COMMITTED
              || timeline.lastChange(name) <= snapshot,
          "lost update of %s",
          name,
          timeline.lastChange(name),
          snapshot);
    }
    int moment = world.committed(timestamp == before ? 0 : timestamp, changes);
    if (serializable) {
      world.serializability().committed(moment, snapshot, reads, List.of());
    }
    reset();
  }

  private void reset() {
    keyspace.enter(null);
    transaction = null;
    own.clear();
    clears = -1;
    reads.clear();
    absent.clear();
  }

  @Override
  public void abort() {
    try {
      session.rollback();
    } catch (OrbitException e) {
      throw new Violation("a rollback fails", e);
    }
    reset();
  }

  @Override
  public void finish() {
    Transaction open = transaction;
    if (open != null) {
      end(open);
    }
  }
}
