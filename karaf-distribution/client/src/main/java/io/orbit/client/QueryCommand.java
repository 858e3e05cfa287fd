package io.orbit.client;

import io.orbit.client.connect.ConnectOptions;
import io.orbit.client.connect.Endpoint;
import io.orbit.client.connect.Wire;
import io.orbit.client.rest.Json;
import io.orbit.client.rest.RestClient;
import io.orbit.client.rest.RestInterpreter;
import io.orbit.client.terminal.Display;
import io.orbit.client.terminal.ScriptOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code orbit query LANGUAGE}. */
@Command(
    name = "query",
    description = "statements of any installed language, over REST; without a name lists them",
    sortOptions = false)
final class QueryCommand implements Callable<Integer> {
  @Mixin private final ConnectOptions connection = new ConnectOptions();
  @Mixin private final ScriptOptions script = new ScriptOptions();

  @Parameters(arity = "0..1", paramLabel = "LANGUAGE", description = "such as sql")
  private @Nullable String language;

  @Override
  public Integer call() throws IOException {
    String wanted = language;
    if (wanted == null) {
      connection
          .connect(connection.endpoint(Wire.HTTP), QueryCommand::languages)
          .forEach(System.out::println);
      return ExitCode.FINE;
    }
    return script.run(display -> connect(wanted, display));
  }

  private RestInterpreter connect(String wanted, Display display) {
    return connection.connect(
        connection.endpoint(Wire.HTTP),
        endpoint -> {
          List<String> installed = languages(endpoint);
          if (!installed.contains(wanted)) {
            throw new ClientException(
                "the server has no language "
                    + wanted
                    + "; it has "
                    + String.join(", ", installed));
          }
          return new RestInterpreter(
              new RestClient(endpoint), wanted, display, script.stopOnError());
        });
  }

  private static List<String> languages(Endpoint endpoint) {
    try {
      return new RestClient(endpoint)
          .get("/api/v1/languages").elements().stream()
              .map(Json::text)
              .map(String::valueOf)
              .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
