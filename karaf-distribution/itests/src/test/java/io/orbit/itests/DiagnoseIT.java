package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** {@code ./orbit diagnose} of a server that runs and of one that is stopped: much, no secrets. */
class DiagnoseIT {
  private static final String SECRET = "Hidden-Secret-77";

  @Test
  void whatHelpsIsThereAndNoSecretIs() throws Exception {
    Path all = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path work = Files.createTempDirectory(all, "diagnose");
    Path data = Files.createDirectories(work.resolve("data"));
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server)) {
      Clients.execute(sql, "CREATE ROLE clerk LOGIN PASSWORD '" + SECRET + "'");
      Files.writeString(data.resolve("log/extra.log"), "ALTER ROLE a PASSWORD '" + SECRET + "'\n");
      Files.writeString(data.resolve("orbit.toml"), "[other]\napi_token = \"" + SECRET + "\"\n");
      Map<String, String> running = diagnose(data, work.resolve("running.zip"));
      assertThat(running)
          .containsKeys(
              "server/server.txt",
              "server/settings.txt",
              "server/features.txt",
              "server/bundles.txt",
              "server/listeners.txt",
              "server/sessions.txt",
              "server/store.txt",
              "server/metrics.txt",
              "server/log.txt",
              "server/threads.txt",
              "server/jvm.txt",
              "folder/files.txt",
              "system.txt");
      assertThat(running.get("server/features.txt")).contains("orbit-storage-lsm");
      assertThat(running.get("server/metrics.txt")).contains("orbit_commits_total");
      assertThat(running.get("server/listeners.txt")).contains("postgres");
      withoutSecrets(running);
    }
    Map<String, String> stopped = diagnose(data, work.resolve("stopped.zip"));
    assertThat(stopped).containsKeys("check.txt", "folder/files.txt", "system.txt");
    assertThat(stopped.get("check.txt")).contains("sound");
    withoutSecrets(stopped);
  }

  private static Map<String, String> diagnose(Path data, Path to) throws Exception {
    Script.Answer done = Script.run("diagnose", "--data", data.toString(), "--to", to.toString());
    assertThat(done.exitCode()).as(done.output()).isZero();
    Map<String, String> files = new TreeMap<>();
    try (ZipFile zip = new ZipFile(to.toFile())) {
      for (var entry : zip.stream().filter(one -> !one.isDirectory()).toList()) {
        files.put(
            entry.getName().replaceFirst("^\\./", ""),
            new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private static void withoutSecrets(Map<String, String> files) {
    assertThat(files.get("folder/orbit.toml")).contains("[taken out]");
    assertThat(files.get("folder/log-extra.log")).contains("[taken out]");
    files.forEach(
        (name, text) ->
            assertThat(text).as(name).doesNotContain(SECRET).doesNotContain(Server.PASSWORD));
  }
}
