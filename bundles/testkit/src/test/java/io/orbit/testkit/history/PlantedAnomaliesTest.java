package io.orbit.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.history.AppendTransaction.Append;
import io.orbit.testkit.history.AppendTransaction.Outcome;
import io.orbit.testkit.history.AppendTransaction.Read;
import io.orbit.testkit.history.AppendTransaction.Step;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random clients of a small database that is right, or wrong in one way, and crashes now and then:
 * what is planted is found in what they have seen, and nothing else that its level forbids.
 */
class PlantedAnomaliesTest {
  private static final int CLIENTS = 5;
  private static final int LISTS = 4;
  private static final int STEPS = 5_000;

  /** What the database does not do. */
  private enum Fault {
    NO_READ_LOCKS,
    NO_WRITE_LOCKS,
    DIRTY_READS,
    ABORTED_STAYS,
    NO_FIRST_UPDATER
  }

  /** A database, what it must show, and what it must not. */
  private enum Plant {
    LOCKING(false, Set.of(), Set.of(), Anomaly.ofSerializable()),
    DIRTY_WRITES(
        false,
        Set.of(Fault.NO_READ_LOCKS, Fault.NO_WRITE_LOCKS),
        Set.of(Anomaly.G0),
        Set.of(Anomaly.G1A)),
    ABORTED_READS(false, Set.of(Fault.ABORTED_STAYS), Set.of(Anomaly.G1A), Set.of(Anomaly.G0)),
    DIRTY_READS(
        false,
        Set.of(Fault.NO_READ_LOCKS, Fault.DIRTY_READS),
        Set.of(Anomaly.G1A, Anomaly.G1B, Anomaly.G1C),
        Set.of(Anomaly.G0)),
    READ_COMMITTED(
        false,
        Set.of(Fault.NO_READ_LOCKS),
        Set.of(Anomaly.G_SINGLE, Anomaly.LOST_UPDATE),
        Anomaly.ofReadCommitted()),
    UNCHECKED_UPDATES(
        true,
        Set.of(Fault.NO_READ_LOCKS, Fault.NO_FIRST_UPDATER),
        Set.of(Anomaly.LOST_UPDATE),
        Set.of(Anomaly.G1A, Anomaly.G1B)),
    SNAPSHOTS(true, Set.of(Fault.NO_READ_LOCKS), Set.of(Anomaly.G2), Anomaly.ofRepeatableRead());

    private final boolean snapshots;
    private final Set<Fault> faults;
    private final Set<Anomaly> shown;
    private final Set<Anomaly> forbidden;

    Plant(boolean snapshots, Set<Fault> faults, Set<Anomaly> shown, Set<Anomaly> forbidden) {
      this.snapshots = snapshots;
      this.faults = faults;
      this.shown = shown;
      this.forbidden = forbidden;
    }
  }

  private static final class Client {
    final String name;
    final long snapshot;
    final List<Step> steps = new ArrayList<>();

    /** 0 while it is under way, negative when it has been given up. */
    long commit;

    Client(String name, long snapshot) {
      this.name = name;
      this.snapshot = snapshot;
    }

    boolean isOpen() {
      return commit == 0;
    }
  }

  private record Entry(long value, Client writer) {}

  /** The same each time: a short history of any seed need not show what was planted. */
  private final long seed = Long.getLong("orbit.seed", 2026);

  private final SplittableRandom random = new SplittableRandom(seed);
  private final Map<String, List<Entry>> lists = new HashMap<>();
  private final Map<String, Set<Client>> readers = new HashMap<>();
  private final @Nullable Client[] clients = new Client[CLIENTS];
  private final List<AppendTransaction> history = new ArrayList<>();
  private long commits;
  private long values;

  @ParameterizedTest
  @EnumSource(Plant.class)
  void isFound(Plant plant) {
    System.out.println("PlantedAnomaliesTest seed " + seed);
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(500) == 0) {
        crash(plant);
      }
      step(plant, random.nextInt(CLIENTS));
    }
    crash(plant);
    Set<Anomaly> found = EnumSet.noneOf(Anomaly.class);
    found.addAll(ListAppend.anomalies(history).keySet());
    System.out.println(plant + ": " + found + " in " + history.size());
    assertThat(found).as("seed %d", seed).containsAll(plant.shown);
    assertThat(found).as("seed %d", seed).doesNotContainAnyElementsOf(plant.forbidden);
  }

  private void step(Plant plant, int number) {
    Client client = clients[number];
    if (client == null) {
      clients[number] = new Client("t" + history.size() + "-" + number, commits);
      return;
    }
    String list = "l" + random.nextInt(LISTS);
    boolean goes =
        switch (random.nextInt(8)) {
          case 0 -> {
            end(client, Outcome.COMMITTED);
            yield true;
          }
          case 1 -> random.nextInt(3) > 0;
          case 2, 3, 4 -> read(plant, client, list);
          default -> append(plant, client, list);
        };
    if (!goes) {
      end(client, Outcome.ABORTED);
    }
    if (!client.isOpen()) {
      clients[number] = null;
    }
  }

  private boolean read(Plant plant, Client client, String list) {
    boolean locks = !plant.faults.contains(Fault.NO_READ_LOCKS);
    if (locks && isWritten(client, list)) {
      return false;
    }
    readers.computeIfAbsent(list, ignored -> new HashSet<>()).add(client);
    List<Long> seen = new ArrayList<>();
    for (Entry entry : lists.getOrDefault(list, List.of())) {
      if (sees(plant, client, entry.writer())) {
        seen.add(entry.value());
      }
    }
    client.steps.add(new Read(list, seen));
    return true;
  }

  private static boolean sees(Plant plant, Client client, Client writer) {
    if (writer == client) {
      return true;
    }
    if (writer.isOpen()) {
      return plant.faults.contains(Fault.DIRTY_READS);
    }
    boolean committed = writer.commit > 0 || plant.faults.contains(Fault.ABORTED_STAYS);
    return committed && (!plant.snapshots || writer.commit <= client.snapshot);
  }

  private boolean isWritten(Client client, String list) {
    return lists.getOrDefault(list, List.of()).stream()
        .anyMatch(entry -> entry.writer() != client && entry.writer().isOpen());
  }

  private boolean append(Plant plant, Client client, String list) {
    boolean read =
        readers.getOrDefault(list, Set.of()).stream()
            .anyMatch(reader -> reader != client && reader.isOpen());
    boolean newer =
        lists.getOrDefault(list, List.of()).stream()
            .anyMatch(entry -> entry.writer().commit > client.snapshot);
    if (!plant.faults.contains(Fault.NO_WRITE_LOCKS) && isWritten(client, list)
        || !plant.faults.contains(Fault.NO_READ_LOCKS) && read
        || plant.snapshots && !plant.faults.contains(Fault.NO_FIRST_UPDATER) && newer) {
      return false;
    }
    long value = ++values;
    lists.computeIfAbsent(list, ignored -> new ArrayList<>()).add(new Entry(value, client));
    client.steps.add(new Append(list, value));
    return true;
  }

  private void end(Client client, Outcome outcome) {
    client.commit = outcome == Outcome.COMMITTED ? ++commits : -1;
    history.add(new AppendTransaction(client.name, outcome, List.copyOf(client.steps)));
  }

  /** All that is open is gone; of a commit nobody was told whether it was one. */
  private void crash(Plant plant) {
    for (int i = 0; i < CLIENTS; i++) {
      Client client = clients[i];
      clients[i] = null;
      if (client != null && random.nextInt(3) == 0 && plant != Plant.DIRTY_WRITES) {
        client.commit = random.nextBoolean() ? ++commits : -1;
        history.add(new AppendTransaction(client.name, Outcome.UNKNOWN, List.copyOf(client.steps)));
      } else if (client != null) {
        end(client, Outcome.ABORTED);
      }
    }
  }
}
