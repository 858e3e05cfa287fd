package io.orbit.client.operator;

import io.orbit.client.rest.Json;
import io.orbit.client.rest.RestClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code orbit config}. */
@Command(
    name = "config",
    description = "what the server was told to be, and by whom",
    sortOptions = false)
public final class ConfigCommand implements Callable<Integer> {
  private static final String ROUTE = "/api/v1/configuration";

  @Mixin private final OperatorOptions options = new OperatorOptions();

  @Parameters(arity = "0..1", paramLabel = "KEY", description = "one setting only")
  private @Nullable String key;

  @Override
  public Integer call() throws IOException {
    String wanted = key;
    List<Json> settings =
        wanted == null
            ? options.call(client -> client.get(ROUTE)).elements()
            : List.of(options.call(client -> client.get(ROUTE + "/" + RestClient.segment(wanted))));
    options.list(settings, "key", "value", "defaultValue", "origin");
    return 0;
  }
}
