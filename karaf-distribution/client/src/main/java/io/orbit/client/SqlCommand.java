package io.orbit.client;

import io.orbit.client.connect.ConnectOptions;
import io.orbit.client.connect.Endpoint;
import io.orbit.client.connect.Wire;
import io.orbit.client.sql.SqlConnection;
import io.orbit.client.sql.SqlInterpreter;
import io.orbit.client.terminal.ScriptOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code orbit sql}. */
@Command(
    name = "sql",
    description = "SQL: at a prompt, from -e and -f, or from standard input",
    sortOptions = false)
final class SqlCommand implements Callable<Integer> {
  @Mixin private final ConnectOptions connection = new ConnectOptions();
  @Mixin private final ScriptOptions script = new ScriptOptions();

  @Override
  public Integer call() throws IOException {
    Function<Endpoint, SqlConnection> connector =
        endpoint -> connection.connect(endpoint, SqlConnection::open);
    return script.run(
        display ->
            new SqlInterpreter(
                connector.apply(connection.endpoint(Wire.POSTGRES)),
                connector,
                display,
                script.stopOnError()));
  }
}
