package io.orbit.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.ServerSettings.Change;
import io.orbit.api.ops.ServerSettings.Setting;
import io.orbit.container.BundleSettings.Described;
import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.Settings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerSettingsTest {
  private static final String MOST = "io.orbit.protocol.redis.max_connections";

  @TempDir Path data;
  private final List<String> told = new ArrayList<>();
  private ContainerSettings settings;

  @BeforeEach
  void open() throws Exception {
    Files.writeString(data.resolve("orbit.toml"), "server.postgres_port = 5433\n");
    settings = settings(load());
  }

  private Configuration load() throws Exception {
    return Configuration.load(List.of("--data", data.toString(), "--log-level", "warn"), Map.of());
  }

  private ContainerSettings settings(Configuration configuration) {
    return new ContainerSettings(
        configuration,
        new LiveDelivery(
            (pid, property, value) ->
                told.add(pid + " " + property + " " + value.map(String::valueOf).orElse("gone"))),
        () -> List.of(new Described(MOST, "10000", "number", "One more is refused")));
  }

  private Setting setting(String key) {
    return settings.list().stream().filter(one -> one.key().equals(key)).findAny().orElseThrow();
  }

  private static Map<String, Optional<String>> wanted(String key, String value) {
    return Map.of(key, Optional.of(value));
  }

  @Test
  void aPortAndALimitChangeAtOnceAndOutliveAStart() throws Exception {
    assertThat(settings.change(wanted("server.redis_port", "7000")))
        .containsExactly(new Change("server.redis_port", "6379", "7000", true));
    assertThat(settings.change(wanted(MOST, "50")))
        .containsExactly(new Change(MOST, "10000", "50", true));
    assertThat(told)
        .containsExactly(
            "io.orbit.protocol.redis port 7000", "io.orbit.protocol.redis max_connections 50");
    assertThat(setting(MOST).value()).isEqualTo("50");
    assertThat(setting("server.redis_port").origin()).contains("overrides.toml, line");

    Configuration next = load();
    assertThat(
            next.port(
                Settings.ports().stream()
                    .filter(port -> port.pid().endsWith("redis"))
                    .findAny()
                    .orElseThrow()
                    .setting()))
        .isEqualTo(7000);
    assertThat(next.sections().get("io.orbit.protocol.redis").get("max_connections").value())
        .isEqualTo(50L);

    settings.change(Map.of(MOST, Optional.empty()));
    assertThat(told.getLast()).isEqualTo("io.orbit.protocol.redis max_connections gone");
    assertThat(setting(MOST).value()).isEqualTo("10000");
  }

  @Test
  void whatCountsAtTheNextStartIsPending() {
    assertThat(settings.change(wanted("memory.limit", "2GB")))
        .containsExactly(new Change("memory.limit", "0", "2147483648", false));
    assertThat(told).isEmpty();
    assertThat(setting("memory.limit").value()).isEqualTo("0");
    assertThat(setting("memory.limit").pending()).isEqualTo("2147483648");
    assertThat(setting("memory.limit").live()).isFalse();
  }

  @Test
  void aPreviewChangesNothing() {
    assertThat(settings.preview(wanted("server.redis_port", "7000"))).hasSize(1);
    assertThat(told).isEmpty();
    assertThat(data.resolve("overrides.toml")).doesNotExist();
    assertThat(setting("server.redis_port").value()).isEqualTo("6379");
  }

  @Test
  void undoTakesTheLastChangeBackAndAgainMakesIt() {
    refused(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, () -> settings.undo());
    settings.change(wanted("server.redis_port", "7000"));
    settings.change(wanted("server.redis_port", "7001"));
    assertThat(settings.undo())
        .containsExactly(new Change("server.redis_port", "7001", "7000", true));
    assertThat(settings.undo())
        .containsExactly(new Change("server.redis_port", "7000", "7001", true));
    assertThat(told.getLast()).isEqualTo("io.orbit.protocol.redis port 7001");
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingChanges() {
    refused(ErrorCode.UNDEFINED_OBJECT, () -> settings.change(wanted("server.redis_prot", "7000")));
    for (Map<String, Optional<String>> wrong :
        List.of(
            wanted("server.redis_port", "0"),
            wanted("server.redis_port", "5433"),
            wanted("memory.limit", "much"),
            wanted("persistence.data_dir", "/elsewhere"),
            wanted("log.level", "debug"))) {
      refused(ErrorCode.INVALID_PARAMETER_VALUE, () -> settings.change(wrong));
    }
    assertThat(data.resolve("overrides.toml")).doesNotExist();
    assertThat(told).isEmpty();
  }

  private static void refused(ErrorCode code, Runnable what) {
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(what::run)
        .matches(failure -> failure.code() == code, code.name());
  }

  @Test
  void textsSurviveWhateverIsInThem() throws Exception {
    String text = "a \"b\" \\ \u00fc \t";
    settings.change(wanted("io.orbit.net.tls.certificate", text));
    assertThat(load().sections().get("io.orbit.net").get("tls.certificate").value())
        .isEqualTo(text);
  }

  @Test
  void bundlesSettingsAreReadFromTheirMetatype() throws Exception {
    String xml =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
          <OCD id="io.orbit.net.NetSettings" name="Network">
            <AD id="drain_ms" type="Long" name="Drain" description="Milliseconds" default="5000"/>
            <AD id="tls.key" type="String" required="false" default=""/>
          </OCD>
          <Designate pid="io.orbit.net"><Object ocdref="io.orbit.net.NetSettings"/></Designate>
        </metatype:MetaData>
        """;
    assertThat(BundleSettings.parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))))
        .containsExactly(
            new Described("io.orbit.net.drain_ms", "5000", "number", "Milliseconds"),
            new Described("io.orbit.net.tls.key", "", "text", ""));
  }
}
