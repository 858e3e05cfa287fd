package io.orbit.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.FeedEvent;
import io.orbit.api.feed.FeedPosition;
import io.orbit.api.feed.FeedRequest;
import io.orbit.kernel.log.LogRetention;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A random run of writes, and feeds that from any moment of it must come to the same content. */
class FeedModelTest {
  private static final LogRetention.Limits ALL =
      new LogRetention.Limits(Long.MAX_VALUE / 2, 0, Long.MAX_VALUE / 2);

  @TempDir private Path directory;

  /** A moment: its place in the log and what the store held. */
  private record Moment(FeedPosition position, TreeMap<String, String> content) {}

  private final List<Moment> moments = new ArrayList<>();

  private static StoreConfiguration configuration(Path directory, long seed) {
    return Stores.simulated(
            directory, new SimulatedDisk(seed), new SortedMapEngine.Factory("map"), seed)
        .withRetention(ALL);
  }

  private Workload run(OrbitStore store, long seed, int steps) {
    Workload workload = new Workload(seed);
    workload.prepare(store);
    for (int i = 0; i < steps; i++) {
      moments.add(new Moment(store.feeds().now(), workload.last()));
      workload.run(store, 1, seed % 2 == 0);
    }
    return workload;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void fromAnyMomentAFeedComesToTheSameContent(long seed) {
    try (OrbitStore store = OrbitStore.open(configuration(directory, seed))) {
      Workload workload = run(store, seed, 150);
      for (Moment moment : moments) {
        FeedModel model = new FeedModel(moment.content());
        FeedRequest request = FeedRequest.from(moment.position()).undurable();
        try (ChangeFeed feed = store.feeds().open(request)) {
          model.drain(feed);
        }
        assertThat(model.content()).as("seed %d", seed).isEqualTo(workload.last());
        assertThat(workload.states()).containsAll(model.states());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void aReaderThatComesBackAtAnyPlaceMissesNothingAndSeesNothingTwice(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (OrbitStore store = OrbitStore.open(configuration(directory, seed))) {
      Workload workload = run(store, seed, 150);
      FeedModel model = new FeedModel(moments.getFirst().content());
      FeedPosition position = moments.getFirst().position();
      boolean more = true;
      while (more) {
        try (ChangeFeed feed = store.feeds().open(FeedRequest.from(position).undurable())) {
          int events = random.nextInt(1, 4);
          while (more && events-- > 0) {
            FeedEvent event = feed.next(0);
            more = event != null;
            if (event != null) {
              model.take(event);
              assertThat(event.position()).isGreaterThanOrEqualTo(position);
              position = event.position();
              more |= event instanceof FeedEvent.Begin;
              events += event instanceof FeedEvent.Begin ? 1 : 0;
            }
          }
        }
      }
      assertThat(model.content()).as("seed %d", seed).isEqualTo(workload.last());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 11, 12})
  void beforeImagesAreWhatWasThere(long seed) {
    try (OrbitStore store = OrbitStore.open(configuration(directory, seed))) {
      FeedRequest wanted =
          FeedRequest.from(store.feeds().now()).withImages(Set.of(1, 2)).undurable();
      try (ChangeFeed feed = store.feeds().open(wanted)) {
        Workload workload = run(store, seed, 150);
        FeedModel model = new FeedModel(new TreeMap<>());
        model.drain(feed);
        assertThat(model.content()).as("seed %d", seed).isEqualTo(workload.last());
        assertThat(model.images()).isGreaterThan(20);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {13, 14, 15})
  void imagesInTheLogDoNotDisturbRecovery(long seed) {
    StoreConfiguration configuration = configuration(directory, seed);
    TreeMap<String, String> content;
    Workload workload = new Workload(seed);
    try (OrbitStore store = OrbitStore.open(configuration)) {
      workload.prepare(store);
      store.feeds().createGroup("all", store.feeds().now(), Set.of(1, 2));
      workload.run(store, 150, seed % 2 == 0);
      content = workload.last();
    }
    try (OrbitStore store = OrbitStore.open(configuration)) {
      assertThat(workload.content(store.latest())).as("seed %d", seed).isEqualTo(content);
    }
  }
}
