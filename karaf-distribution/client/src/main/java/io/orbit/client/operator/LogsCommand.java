package io.orbit.client.operator;

import io.orbit.client.output.JsonText;
import io.orbit.client.rest.Json;
import io.orbit.client.rest.RestClient;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orbit logs}. */
@Command(
    name = "logs",
    description = "the newest entries of the server's log",
    synopsisSubcommandLabel = "[level LOGGER LEVEL]",
    sortOptions = false)
public final class LogsCommand implements Runnable {
  private static final String ROUTE = "/api/v1/logs";

  @Mixin private final OperatorOptions options = new OperatorOptions();

  @Option(names = "--count", paramLabel = "N", defaultValue = "100", description = "how many (100)")
  private int count;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "least severe: trace, debug, info, warn, error (info)")
  private String level = "info";

  @Option(
      names = "--logger",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "only of loggers whose names begin so")
  private String logger = "";

  @Override
  public void run() {
    Unchecked.run(this::tail);
  }

  private void tail() throws IOException {
    List<Json> entries =
        options
            .call(
                client ->
                    client.get(
                        ROUTE
                            + "?count="
                            + count
                            + "&level="
                            + RestClient.segment(level)
                            + "&logger="
                            + RestClient.segment(logger)))
            .elements();
    options.list(entries, "time", "level", "logger", "thread", "message");
  }

  @Command(description = "sets a logger's level until the next start; default takes it back")
  void level(
      @Parameters(paramLabel = "LOGGER") String name,
      @Parameters(paramLabel = "LEVEL") String wanted)
      throws IOException {
    options.call(
        client ->
            client.put(
                ROUTE + "/levels/" + RestClient.segment(name),
                "{\"level\": " + JsonText.quote(wanted) + "}"));
    OperatorOptions.done(name + " logs from " + wanted + " on");
  }
}
