package io.orbit.client.operator;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code orbit connections}. */
@Command(
    name = "connections",
    description = "connections of all protocols, and the ports where they come in",
    synopsisSubcommandLabel = "[list | listeners | kill]",
    sortOptions = false)
public final class ConnectionsCommand implements Runnable {
  private static final String ROUTE = "/api/v1/connections";

  @Mixin private final OperatorOptions options = new OperatorOptions();

  @Override
  public void run() {
    Unchecked.run(this::list);
  }

  @Command(description = "lists open connections")
  void list() throws IOException {
    options.list(
        options.call(client -> client.get(ROUTE)).elements(),
        "id",
        "protocol",
        "remoteAddress",
        "user",
        "activity",
        "openedAt",
        "bytesIn",
        "bytesOut");
  }

  @Command(description = "lists the ports of all protocols")
  void listeners() throws IOException {
    options.list(
        options.call(client -> client.get("/api/v1/listeners")).elements(),
        "protocol",
        "address",
        "tls",
        "state",
        "connections",
        "accepted",
        "refused",
        "problem");
  }

  @Command(description = "closes a connection at once")
  void kill(@Parameters(paramLabel = "ID") long id) throws IOException {
    options.call(client -> client.delete(ROUTE + "/" + id));
    OperatorOptions.done("connection " + id + " is closed");
  }
}
