package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * kill -9 under mixed writes: SQL's at durability {@code always}, Redis' at {@code everysec}, which
 * lose nothing when only the process dies. {@code -Dorbit.kills} says how often, 3 times if not
 * said; {@code -Dorbit.test.seed} replays where.
 */
class KillIT {
  @Test
  void nothingAcknowledgedIsLostAndNoTransactionIsHalf() throws Exception {
    int kills = Integer.getInteger("orbit.kills", 3);
    long seed = Long.getLong("orbit.test.seed", System.nanoTime());
    System.out.println("kills " + kills + ", seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path data = Files.createTempDirectory(work, "kill").resolve("data");
    MixedWrites writes = new MixedWrites();
    try (Server first = Server.start(data);
        Connection sql = Clients.sql(first)) {
      MixedWrites.createTable(sql);
    }
    for (int round = 0; round < kills; round++) {
      try (Server server = Server.start(data)) {
        assertThat(writes.mistakes(server))
            .as("before kill %d, seed %d", round + 1, seed)
            .isEmpty();
        writes.run(server, random.nextLong(100, 2000), server::kill);
      }
    }
    try (Server last = Server.start(data)) {
      assertThat(writes.mistakes(last)).as("after %d kills, seed %d", kills, seed).isEmpty();
      assertThat(last.stop()).isZero();
    }
    System.out.println(writes.acknowledged() + " transactions acknowledged, all there");
  }
}
