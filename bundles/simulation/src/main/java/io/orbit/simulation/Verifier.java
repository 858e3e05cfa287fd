package io.orbit.simulation;

import io.orbit.api.catalog.Collection;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.records.KeyRange;
import io.orbit.api.records.RowCursor;
import io.orbit.api.records.RowReader;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordCursor;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must hold of a store at rest, and at any moment between two steps. */
final class Verifier {
  private final World world;
  private @Nullable Mirror mirror;

  Verifier(World world) {
    this.world = world;
    this.mirror = world.has(Plan.Part.FEED) ? new Mirror(world, false) : null;
  }

  void reopened() {
    if (mirror != null) {
      mirror.reopened();
    }
  }

  /** Lets the feed tell what it has; everything must be durable. */
  void follow() {
    Mirror open = mirror;
    if (open == null) {
      return;
    }
    try {
      open.follow();
    } catch (OrbitException e) {
      // Old log that no start reads any more was hit: its reader is told, and begins anew.
      boolean damage =
          e.code() == ErrorCode.DATA_CORRUPTED || e.code() == ErrorCode.INVALID_PARAMETER_VALUE;
      if (!damage || !world.disturbance().hasFlipped()) {
        throw e;
      }
      world.note("the feed meets damage: " + e.getMessage());
      mirror = new Mirror(world, true);
    }
  }

  /**
   * Checks everything.
   *
   * @param durable whether all commits are on the disk, so that the feed tells of them
   */
  void check(boolean durable) {
    Timeline timeline = world.timeline();
    int now = timeline.now();
    checkRecords(world.store().latest(), now, "the store");
    checkCounts(now);
    Keyspace keyspace = world.keyspace(world.session());
    for (char type : "lzhs".toCharArray()) {
      for (int i = 0; i < 3; i++) {
        String key = type + "" + i;
        String found = KeyChange.read(keyspace, key);
        String expected = timeline.text(World.REDIS + key, now, 0);
        world.require(Objects.equals(found, expected), "Redis' key %s", key, found, expected);
      }
    }
    keyspace.select(Network.KEY_SPACE);
    for (String key : world.network().keys()) {
      String found = KeyChange.read(keyspace, key);
      String expected = timeline.text(World.NETWORK + key, now, 0);
      world.require(Objects.equals(found, expected), "key %s of the network", key, found, expected);
    }
    checkRows(now);
    if (durable) {
      follow();
    }
    if (durable && mirror != null) {
      mirror.check();
    }
  }

  /** Whether the store holds what it must hold now. */
  boolean fits() {
    try {
      check(false);
      return true;
    } catch (Violation e) {
      return false;
    }
  }

  /** The plain records of a view are those of a moment. */
  void checkRecords(ReadView view, int moment, String what) {
    for (String prefix : new String[] {World.PLAIN, World.ORDERED}) {
      TreeMap<String, String> found = new TreeMap<>();
      try (RecordCursor cursor = view.all(world.space(prefix))) {
        while (cursor.next()) {
          String name = prefix + World.string(cursor.key());
          String before = found.put(name, World.text(cursor.value()));
          world.require(before == null, "shown twice: %s", name, before, "once");
        }
      }
      TreeMap<String, String> expected = world.timeline().content(prefix, moment, view.wallTime());
      if (!found.equals(expected)) {
        Set<String> names = new HashSet<>(found.keySet());
        names.addAll(expected.keySet());
        for (String name : names) {
          world.require(
              Objects.equals(found.get(name), expected.get(name)),
              "%s of " + what,
              name,
              found.get(name),
              expected.get(name));
        }
      }
    }
  }

  /** A record that has expired is counted until it is removed. */
  private void checkCounts(int now) {
    Timeline timeline = world.timeline();
    if (!world.has(Plan.Part.EXPIRY)) {
      for (String prefix : new String[] {World.PLAIN, World.ORDERED}) {
        long found = world.store().count(world.space(prefix));
        long expected = timeline.content(prefix, now, 0).size();
        world.require(found == expected, "count of %s", prefix, found, expected);
      }
    }
    long keys = world.store().count(world.redisSpace());
    long expected = timeline.content(World.REDIS, now, 0).size();
    world.require(keys == expected, "count of %s", "Redis' keys", keys, expected);
  }

  private void checkRows(int now) {
    Timeline timeline = world.timeline();
    Collection account = world.collection(world.template().account());
    Collection entry = world.collection(world.template().entry());
    RowReader accounts = world.records().reader(world.store().latest(), account);
    RowReader entries = world.records().reader(world.store().latest(), entry);
    TreeMap<String, String> expected = timeline.content(RowClient.ACCOUNT, now, 0);
    Map<String, String> rows = rows(accounts.scan(KeyRange.ALL, false), RowClient.ACCOUNT, true);
    world.require(rows.equals(expected), "rows of %s", "account", rows, expected);
    Map<String, String> indexed =
        rows(
            accounts.scanIndex(account.indexes().getFirst(), KeyRange.ALL, false),
            RowClient.ACCOUNT,
            true);
    world.require(indexed.equals(expected), "index of %s", "account", indexed, expected);
    TreeMap<String, String> expectedEntries = timeline.content(RowClient.ENTRY, now, 0);
    Map<String, String> found = rows(entries.scan(KeyRange.ALL, false), RowClient.ENTRY, false);
    world.require(found.equals(expectedEntries), "rows of %s", "entry", found, expectedEntries);
    Set<String> owners = new HashSet<>();
    for (String row : rows.values()) {
      String owner = row.substring(0, row.indexOf('|'));
      world.require(owners.add(owner), "unique owner %s", owner, "twice", "once");
    }
    for (Map.Entry<String, String> row : found.entrySet()) {
      boolean refers = rows.containsKey(RowClient.ACCOUNT + row.getValue());
      world.require(refers, "reference of %s", row.getKey(), "nothing", row.getValue());
    }
  }

  private Map<String, String> rows(RowCursor cursor, String prefix, boolean isAccount) {
    TreeMap<String, String> rows = new TreeMap<>();
    try (cursor) {
      while (cursor.next()) {
        var row = cursor.row();
        String text =
            isAccount ? row.get(1) + "|" + row.getLong(2) : String.valueOf(row.getLong(1));
        String before = rows.put(prefix + row.getLong(0), text);
        world.require(before == null, "shown twice: %s", prefix + row.getLong(0), text, "once");
      }
    }
    return rows;
  }
}
