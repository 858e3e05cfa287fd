package io.orbit.client.operator;

import io.orbit.client.ClientException;
import io.orbit.client.rest.Json;
import io.orbit.client.rest.RestClient;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code orbit sessions}. */
@Command(
    name = "sessions",
    description = "who is logged in and what they run",
    synopsisSubcommandLabel = "[list | cancel | kill]",
    sortOptions = false)
public final class SessionsCommand implements Runnable {
  private static final String ROUTE = "/api/v1/sessions";
  private static final String CONNECTIONS = "/api/v1/connections";

  @Mixin private final OperatorOptions options = new OperatorOptions();

  @Override
  public void run() {
    Unchecked.run(this::list);
  }

  @Command(description = "lists open sessions")
  void list() throws IOException {
    options.list(
        options.call(client -> client.get(ROUTE)).elements(),
        "id",
        "user",
        "database",
        "protocol",
        "remoteAddress",
        "applicationName",
        "state",
        "since",
        "statement");
  }

  @Command(description = "stops a session's running statement")
  void cancel(@Parameters(paramLabel = "ID") long id) throws IOException {
    options.call(client -> client.post(ROUTE + "/" + id + "/cancel", ""));
    OperatorOptions.done("session " + id + " was asked to stop its statement");
  }

  @Command(description = "ends a session: its connection is closed, its transaction rolled back")
  void kill(@Parameters(paramLabel = "ID") long id) throws IOException {
    options.call(
        client -> {
          Json connection = connectionOf(client, id);
          return client.delete(CONNECTIONS + "/" + connection.at("id").text());
        });
    OperatorOptions.done("session " + id + " is ended");
  }

  /** The connection of a session: the one of its protocol from its address. */
  private static Json connectionOf(RestClient client, long id) throws IOException {
    Json session =
        find(client.get(ROUTE).elements(), "id", Long.toString(id), "there is no session " + id);
    String address = session.at("remoteAddress").text();
    return find(
        client.get(CONNECTIONS).elements().stream()
            .filter(each -> Objects.equals(each.at("protocol"), session.at("protocol")))
            .toList(),
        "remoteAddress",
        String.valueOf(address),
        "session " + id + " has no connection of its own that could be closed");
  }

  private static Json find(List<Json> all, String member, String value, String otherwise) {
    return all.stream()
        .filter(each -> value.equals(each.at(member).text()))
        .findAny()
        .orElseThrow(() -> new ClientException(otherwise));
  }
}
