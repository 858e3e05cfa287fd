package io.orbit.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WantedFeaturesTest {
  private static final Set<String> DEFAULTS = Set.of("orbit-redis", "orbit-postgres");

  @TempDir Path folder;

  @Test
  void withoutAnyChangeTheDefaultsAreWanted() {
    assertThat(WantedFeatures.DEFAULTS.resolve(DEFAULTS))
        .isEqualTo(Map.of("orbit-redis", "", "orbit-postgres", ""));
  }

  @Test
  void whatIsInstalledComesBackFromItsDifferenceToTheDefaults() {
    Map<String, String> installed = Map.of("orbit-redis", "2.0.0", "orbit-echo", "");

    WantedFeatures wanted = WantedFeatures.of(installed, DEFAULTS);

    assertThat(wanted.format())
        .endsWith("install orbit-echo", "install orbit-redis 2.0.0", "remove orbit-postgres");
    assertThat(WantedFeatures.parse(wanted.format())).isEqualTo(wanted);
    assertThat(wanted.resolve(DEFAULTS)).isEqualTo(installed);
  }

  @Test
  void aLaterDistributionsNewDefaultComesAlong() {
    WantedFeatures wanted = WantedFeatures.parse(List.of("remove orbit-redis", "# a comment", ""));

    assertThat(wanted.resolve(Set.of("orbit-redis", "orbit-mysql")))
        .isEqualTo(Map.of("orbit-mysql", ""));
  }

  @Test
  void theFileIsReplacedWholeAndReadBack() throws Exception {
    WantedFeaturesFile file = new WantedFeaturesFile(folder.resolve("features/wanted"));
    WantedFeatures wanted = WantedFeatures.of(Map.of("orbit-echo", ""), DEFAULTS);

    assertThat(file.read()).isEqualTo(WantedFeatures.DEFAULTS);
    file.write(wanted);

    assertThat(file.read()).isEqualTo(wanted);
    try (var files = Files.list(folder.resolve("features"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void anUnreadableLineIsNamedWithItsFile() throws Exception {
    Path path = folder.resolve("wanted");
    Files.writeString(path, "install orbit-echo\nuninstall orbit-redis\n");

    assertThatThrownBy(() -> new WantedFeaturesFile(path).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("uninstall orbit-redis");
  }
}
