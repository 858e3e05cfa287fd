package io.orbit.client.operator;

import io.orbit.client.connect.ConnectOptions;
import io.orbit.client.connect.Wire;
import io.orbit.client.output.Column;
import io.orbit.client.output.Format;
import io.orbit.client.output.Rows;
import io.orbit.client.rest.Json;
import io.orbit.client.rest.RestClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What all tasks of the operator share: the server, and how answers look. */
final class OperatorOptions {
  @Mixin private final ConnectOptions connection = new ConnectOptions();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      scope = ScopeType.INHERIT,
      description = "table, json, csv or plain")
  private Format.Name output = Format.Name.TABLE;

  @Option(
      names = {"-x", "--expanded"},
      scope = ScopeType.INHERIT,
      description = "a line for each value")
  private boolean expanded;

  /** A call of the REST interface. */
  interface Call {
    Json of(RestClient client) throws IOException;
  }

  ConnectOptions connection() {
    return connection;
  }

  /** Makes a call, asking for the password where one is needed. */
  Json call(Call call) throws IOException {
    try {
      return connection.connect(
          connection.endpoint(Wire.HTTP),
          endpoint -> {
            try {
              return call.of(new RestClient(endpoint));
            } catch (IOException failure) {
              throw new UncheckedIOException(failure);
            }
          });
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }

  /** Prints objects, of each the members named. */
  void list(List<Json> objects, String... members) throws IOException {
    List<Column> columns = new ArrayList<>();
    for (String member : members) {
      columns.add(new Column(member, Facts.kind(member, objects)));
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (Json object : objects) {
      List<@Nullable String> row = new ArrayList<>();
      for (String member : members) {
        row.add(Facts.readable(member, object.at(member)));
      }
      rows.add(row);
    }
    print(Rows.of(columns, rows));
  }

  void print(Rows rows) throws IOException {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    output.format(expanded).write(rows, out);
    out.flush();
  }

  /** Says that something was done, to the error stream: it is no data. */
  static void done(String what) {
    System.err.println(what);
  }
}
