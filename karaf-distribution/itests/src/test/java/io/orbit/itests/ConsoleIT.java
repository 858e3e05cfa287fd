package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console on the packaged server, in Chromium. */
@ExtendWith(SharedServer.class)
class ConsoleIT {
  private static final int ECHO = 7007;
  private static final long BROWSER_SECONDS = 300;

  /** The scenarios stand with the console, in src/test/browser. */
  @Test
  void theRoomsWorkInChromium(Server server) throws Exception {
    Path console = Path.of(System.getProperty("orbit.console"));
    Path work = Files.createTempDirectory(Path.of(System.getProperty("orbit.work")), "console");
    Path archive = work.resolve("echo.kar");
    Files.write(archive, Kar.of("orbit-echo", "0.2.0", Map.of()));
    Rest.statement(server, "DROP TABLE IF EXISTS items");
    Rest.statement(server, "CREATE TABLE items(id int PRIMARY KEY, name text, qty int)");
    Rest.statement(server, "INSERT INTO items VALUES (1, 'lamp', NULL), (2, 'desk', NULL)");
    Rest.statement(server, "CREATE ROLE console_reader LOGIN PASSWORD 'Reader-Secret-1'");
    Path output = work.resolve("browser.txt");
    Process browser =
        new ProcessBuilder(
                List.of(
                    "node",
                    console.resolve("src/test/browser/console.mjs").toString(),
                    Rest.address(server),
                    chromium(),
                    Server.PASSWORD,
                    "console_reader",
                    "Reader-Secret-1",
                    archive.toString(),
                    Integer.toString(server.port(ECHO))))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = browser.waitFor(BROWSER_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      browser.destroyForcibly();
    }
    Rest.statement(server, "DROP TABLE items");
    Rest.statement(server, "DROP ROLE console_reader");
    assertThat(ended).as(Files.readString(output)).isTrue();
    assertThat(browser.exitValue()).as(Files.readString(output)).isZero();
  }

  private static String chromium() {
    return List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
        .stream()
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("Chromium is missing: apt-get install chromium"));
  }
}
