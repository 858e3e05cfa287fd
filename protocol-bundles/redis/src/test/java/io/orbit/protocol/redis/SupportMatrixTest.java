package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.protocol.redis.json.RedisJson;
import io.orbit.protocol.redis.scripting.RedisScripting;
import io.orbit.protocol.redis.sketch.RedisSketch;
import io.orbit.protocol.redis.timeseries.TimeSeriesModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The support matrix is written from the command table: {@code -Dorbit.test.update=true} writes it
 * anew, else it must be what the table says.
 */
class SupportMatrixTest {
  private static final Path FILE = Path.of("../../docs/conformance/redis-commands.md");

  @Test
  void theMatrixSaysWhatTheTableSays() throws IOException {
    String expected = matrix();
    if (Boolean.getBoolean("orbit.test.update")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, expected);
    }
    assertThat(Files.readString(FILE)).isEqualTo(expected);
  }

  private static String matrix() {
    StringBuilder out =
        new StringBuilder(
            """
            # Redis commands

            Generated from the command tables of `orbit-redis` and the bundles that add to it by
            `SupportMatrixTest`. A command that is not here is answered with Redis' `ERR unknown command`.

            | command | since | what it does | flags |
            |---|---|---|---|
            """);
    CommandTable table = new CommandTable();
    table.add(new RedisScripting());
    table.add(new RedisJson());
    table.add(new RedisSketch());
    table.add(new TimeSeriesModule());
    for (RedisCommand command : table.all()) {
      row(out, command.name(), command);
      command
          .subcommands()
          .values()
          .forEach(each -> row(out, command.name() + " " + each.name(), each));
    }
    return out.toString();
  }

  private static void row(StringBuilder out, String name, RedisCommand command) {
    StringBuilder flags = new StringBuilder();
    command.flags().stream()
        .filter(CommandFlag::isShown)
        .forEach(flag -> flags.append(flags.isEmpty() ? "" : " ").append(flag.wireName()));
    out.append("| ")
        .append(name)
        .append(" | ")
        .append(command.since())
        .append(" | ")
        .append(command.summary())
        .append(" | ")
        .append(flags)
        .append(" |\n");
  }
}
