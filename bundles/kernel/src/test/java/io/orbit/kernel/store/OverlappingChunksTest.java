package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;
import static io.orbit.kernel.store.Stores.get;
import static io.orbit.kernel.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.FeedEvent;
import io.orbit.api.feed.FeedRequest;
import io.orbit.api.storage.ValueType;
import io.orbit.kernel.bytes.ByteWriter;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogRetention;
import io.orbit.kernel.record.ChangeFormat;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two commits in chunks overlap, and a checkpoint falls between the end of the one and that of the
 * other: recovery then begins in the middle of the one that is complete.
 */
class OverlappingChunksTest {
  private static final int LARGE = 30_000;

  @TempDir private Path directory;
  private final SimulatedDisk disk = new SimulatedDisk(1);

  private StoreConfiguration configuration() {
    return Stores.simulated(directory, disk, engine, 1)
        .withRetention(new LogRetention.Limits(1 << 20, 0, 1 << 20));
  }

  private final SortedMapEngine.Factory engine = new SortedMapEngine.Factory("map");

  /** Writes a commit in four pieces, and after its first the first piece of another one. */
  private static long overlap(CommitLog log, int space) {
    long complete = log.newChunkNumber();
    long open = log.newChunkNumber();
    int[] pieces = {0};
    ByteWriter writer =
        log.newBuffer(
            full -> {
              log.appendChunk(complete, full);
              if (pieces[0]++ == 0) {
                log.appendChunk(open, begun(log, space));
              }
            });
    encode(writer, space, "complete");
    writer.u64(complete);
    log.lock();
    try {
      long timestamp = log.append(LogFormat.LAST, writer, CommitLog.checksum(writer), true);
      log.closeChunks(complete);
      log.publish(timestamp);
    } finally {
      log.unlock();
    }
    assertThat(pieces[0]).isGreaterThan(2);
    return open;
  }

  private static void encode(ByteWriter writer, int space, String key) {
    byte[] value = new byte[LARGE];
    ChangeFormat.insert(writer, space, bytes(key), ValueType.STRING, 0, value, 0, LARGE);
  }

  private static ByteWriter begun(CommitLog log, int space) {
    ByteWriter writer = log.newBuffer(null);
    byte[] value = new byte[100];
    ChangeFormat.insert(writer, space, bytes("open"), ValueType.STRING, 0, value, 0, 100);
    return writer;
  }

  @Test
  void recoveryBeginsInTheMiddleOfTheOneThatIsComplete() {
    OrbitStore store = OrbitStore.open(configuration());
    int space = Stores.createSpace(store, false, "map");
    long ignored = overlap(store.hot().log(), space);
    put(store, space, "a", "1");
    store.checkpoint();
    store.durable(put(store, space, "b", "1"));
    disk.restartProcess();
    try (OrbitStore recovered = OrbitStore.open(configuration())) {
      assertThat(get(recovered.latest(), space, "a")).isEqualTo("1");
      assertThat(get(recovered.latest(), space, "b")).isEqualTo("1");
      assertThat(get(recovered.latest(), space, "open")).isNull();
    }
  }

  @Test
  void aFeedThatComesBackBetweenThemSeesBothWhole() {
    try (OrbitStore store = OrbitStore.open(configuration())) {
      int space = Stores.createSpace(store, false, "map");
      FeedRequest request =
          FeedRequest.from(store.feeds().now()).ofSpaces(id -> id == space).undurable();
      long open = overlap(store.hot().log(), space);
      ChangeFeed first = store.feeds().open(request);
      assertThat(keys(first)).containsExactly("complete");
      FeedRequest resumed = request.startingAt(first.position());
      first.close();
      CommitLog log = store.hot().log();
      ByteWriter rest = log.newBuffer(null).u64(open);
      log.lock();
      log.publish(log.append(LogFormat.LAST, rest, CommitLog.checksum(rest), true));
      log.closeChunks(open);
      log.unlock();
      try (ChangeFeed second = store.feeds().open(resumed)) {
        assertThat(keys(second)).containsExactly("open");
      }
    }
  }

  private static List<String> keys(ChangeFeed feed) {
    List<String> keys = new ArrayList<>();
    for (FeedEvent event = feed.next(0); event != null; event = feed.next(0)) {
      if (event instanceof FeedEvent.Change change) {
        keys.add(new String(change.key(), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return keys;
  }
}
