package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** README's tour, line by line as it stands there, by the real redis-cli, psql, ssh and curl. */
class ReadmeIT {
  private static final List<String> TOOLS = List.of("redis-cli", "psql", "ssh", "curl");

  @Test
  void theTourIsTrue() throws Exception {
    for (String tool : TOOLS) {
      assumeTrue(Tools.has(tool), tool + " is missing, so README's tour is not tested");
    }
    List<Tour.Step> steps =
        Tour.read(Files.readAllLines(Path.of(System.getProperty("orbit.readme"))));
    assertThat(steps).hasSizeGreaterThan(15);
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    try (TourGuide guide = new TourGuide(Files.createTempDirectory(work, "tour"))) {
      for (Tour.Step step : steps) {
        guide.follow(step);
      }
      assertThat(guide.redis("GET greeting")).containsExactly("\"hello\"");
      assertThat(guide.redis("HGET lamp color")).containsExactly("\"red\"");
      assertThat(guide.redis("EXISTS items:2")).containsExactly("(integer) 0");
      assertThat(guide.redis("HGET items:1 qty")).containsExactly("\"42\"");
    }
  }
}
