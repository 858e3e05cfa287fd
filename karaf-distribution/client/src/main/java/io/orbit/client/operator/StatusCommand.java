package io.orbit.client.operator;

import io.orbit.client.ExitCode;
import io.orbit.client.output.Column;
import io.orbit.client.output.Rows;
import io.orbit.client.rest.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code orbit status}. */
@Command(
    name = "status",
    description =
        "how the server is: health, memory, store, protocols; exit code 1 when it is down",
    sortOptions = false)
public final class StatusCommand implements Callable<Integer> {
  @Mixin private final OperatorOptions options = new OperatorOptions();

  @Override
  public Integer call() throws IOException {
    Json overview = options.call(client -> client.get("/api/v1/overview"));
    List<List<@Nullable String>> rows = new ArrayList<>();
    String state = overview.at("state").text();
    rows.add(Arrays.asList("state", state));
    for (String member : List.of("version", "startedAt", "sessions", "waitingFor")) {
      rows.add(Arrays.asList(member, Facts.readable(member, overview.at(member))));
    }
    for (String group : List.of("memory", "store")) {
      if (overview.at(group) instanceof Json.Members(var members)) {
        members.forEach((name, value) -> rows.add(Arrays.asList(group + "." + name, value.text())));
      }
    }
    for (Json check : overview.at("health").elements()) {
      String messages = check.at("messages").text();
      rows.add(
          Arrays.asList(
              "health." + check.at("name").text(),
              check.at("state").text()
                  + (messages == null || messages.isEmpty() ? "" : ": " + messages)));
    }
    for (Json protocol : overview.at("protocols").elements()) {
      rows.add(
          Arrays.asList(
              "protocol." + protocol.at("name").text(),
              protocol.at("state").text()
                  + ", "
                  + protocol.at("connections").text()
                  + " connections, "
                  + protocol.at("requests").text()
                  + " requests"));
    }
    options.print(
        Rows.of(
            List.of(new Column("what", Column.Kind.TEXT), new Column("value", Column.Kind.TEXT)),
            rows));
    return "DOWN".equals(state) ? ExitCode.FAILED : ExitCode.FINE;
  }
}
