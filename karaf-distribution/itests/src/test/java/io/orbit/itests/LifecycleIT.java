package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifecycleIT {
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws Exception {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    folder = Files.createTempDirectory(work, "lifecycle");
  }

  @Test
  void stopsCleanlyWhenAskedAndStartsAgain() throws Exception {
    Path data = folder.resolve("data");
    for (int round = 0; round < 2; round++) {
      try (Server server = Server.start(data)) {
        assertThat(server.accepts(8101)).isTrue();
        assertThat(server.stop()).as(server.output()).isZero();
        assertThat(server.accepts(8101)).isFalse();
      }
    }
    assertThat(Files.getPosixFilePermissions(data))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aSecondServerOnTheSameFolderIsRefused() throws Exception {
    Path data = folder.resolve("data");
    try (Server first = Server.start(data)) {
      Server second = Server.launch(data, Server.freeOffset());

      assertThat(second.awaitExit()).isEqualTo(3);
      assertThat(second.output())
          .contains(
              "The data folder "
                  + data
                  + " is in use by another server (process "
                  + first.pid()
                  + ")");
      assertThat(first.isAlive()).isTrue();
      assertThat(first.accepts(8101)).isTrue();
    }
  }

  @Test
  void aMistakeInTheConfigurationIsToldAndNothingStarts() throws Exception {
    Path file = folder.resolve("orbit.toml");
    Files.writeString(file, "[server]\n# a comment\nredis_prot = 6379\n");
    Server server = Server.launch(folder.resolve("data"), 0, "--config", file.toString());

    assertThat(server.awaitExit()).isEqualTo(2);
    assertThat(server.output())
        .contains(
            file
                + ", line 3: there is no setting server.redis_prot; did you mean server.redis_port?")
        .doesNotContain("Exception")
        .doesNotContain("\tat ");
  }

  @Test
  void twoServersOfOneDistributionRunSideBySideAndLeaveItAlone() throws Exception {
    Path etc = Path.of(System.getProperty("orbit.distribution")).resolve("etc");
    List<String> before = listing(etc);
    try (Server one = Server.start(folder.resolve("one"));
        Server other = Server.start(folder.resolve("other"))) {
      assertThat(one.accepts(8101)).isTrue();
      assertThat(other.accepts(8101)).isTrue();
    }
    assertThat(listing(etc)).isEqualTo(before);
  }

  private static List<String> listing(Path folder) throws Exception {
    List<String> listing = new ArrayList<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        listing.add(file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file));
      }
    }
    return listing;
  }
}
