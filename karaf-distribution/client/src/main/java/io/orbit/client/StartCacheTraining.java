package io.orbit.client;

import io.orbit.client.terminal.Training;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes once through what a start needs, so that the JVM can record it into a cache while the
 * distribution is built (JEP 514): with it a prompt is there in a third of the time.
 */
public final class StartCacheTraining {
  private StartCacheTraining() {}

  /**
   * Goes through it.
   *
   * @param server the options that name a running server
   */
  public static void main(String[] server) throws IOException {
    boolean fine =
        run(server, "sql", "-e", "SELECT 1 AS a, NULL, 'x'", "--output", "table")
            && run(server, "redis", "--output", "table", "-e", "PING", "-e", "COMMAND DOCS GET")
            && run(server, "status")
            && run(server, "query", "sql", "-e", "SELECT 1")
            && run(server, "users");
    Training.openPrompt();
    System.exit(fine ? ExitCode.FINE : ExitCode.FAILED);
  }

  private static boolean run(String[] server, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(server));
    return Main.run(arguments.toArray(String[]::new)) == ExitCode.FINE;
  }
}
