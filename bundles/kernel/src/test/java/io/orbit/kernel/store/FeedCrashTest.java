package io.orbit.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.FeedEvent;
import io.orbit.api.feed.FeedPosition;
import io.orbit.api.feed.FeedRequest;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A group of consumers that applies what it reads to a copy and acknowledges, on a disk that loses
 * power before each of its operations in turn, checkpoints and cuts of the log among them: from
 * what it had when it acknowledged last, the copy comes to what the store holds.
 */
class FeedCrashTest {
  private static final int STEPS = 40;
  private static final String GROUP = "copy";

  @TempDir private Path directory;

  private SimulatedDisk disk = new SimulatedDisk(0);
  private FeedPosition acknowledged = new FeedPosition("");
  private TreeMap<String, String> copy = new TreeMap<>();
  private TreeMap<String, String> underWay = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aGroupGoesOnFromWhatItAcknowledged(long seed) {
    long operations = run(seed, Long.MAX_VALUE / 2);
    for (long crash = 1; crash <= operations; crash++) {
      run(seed, crash);
    }
  }

  private long run(long seed, long crash) {
    disk = new SimulatedDisk(seed * 1000 + crash);
    copy = new TreeMap<>();
    underWay = copy;
    SortedMapEngine.Factory engine = new SortedMapEngine.Factory("map");
    StoreConfiguration configuration = Stores.simulated(directory, disk, engine, seed);
    Workload workload = new Workload(seed);
    OrbitStore store = OrbitStore.open(configuration);
    workload.prepare(store);
    acknowledged = store.feeds().createGroup(GROUP, store.feeds().now(), Set.of()).acknowledged();
    long before = disk.operations();
    disk.crashBefore(crash);
    try {
      for (int i = 0; i < STEPS; i++) {
        workload.run(store, 1, seed % 2 == 0);
        consume(store);
      }
      return disk.operations() - before;
    } catch (SimulatedDisk.PowerLoss e) {
      disk.restart();
      try (OrbitStore recovered = OrbitStore.open(configuration)) {
        verify(recovered, workload, "seed " + seed + ", crash before operation " + crash);
      }
      return 0;
    }
  }

  /** Reads all that is durable, and acknowledges. */
  private void consume(OrbitStore store) {
    FeedModel model = new FeedModel(copy);
    FeedPosition position;
    try (ChangeFeed feed =
        store.feeds().openGroup(GROUP, FeedRequest.from(acknowledged).ofSpaces(id -> id != 0))) {
      model.drain(feed);
      position = feed.position();
    }
    underWay = model.content();
    store.feeds().acknowledge(GROUP, position);
    acknowledged = position;
    copy = underWay;
    store.checkpoint();
  }

  private void verify(OrbitStore store, Workload workload, String when) {
    FeedPosition kept = store.feeds().groups().getFirst().acknowledged();
    assertThat(kept).as(when).isGreaterThanOrEqualTo(acknowledged);
    FeedModel model = new FeedModel(kept.equals(acknowledged) ? copy : underWay);
    try (ChangeFeed feed = store.feeds().openGroup(GROUP, FeedRequest.from(kept))) {
      model.drain(feed);
      for (FeedEvent event = feed.next(0); event != null; event = feed.next(0)) {
        model.take(event);
      }
    }
    assertThat(model.content()).as(when).isEqualTo(workload.content(store.latest()));
  }
}
