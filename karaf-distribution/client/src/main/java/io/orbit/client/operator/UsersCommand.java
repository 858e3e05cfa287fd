package io.orbit.client.operator;

import io.orbit.client.ClientException;
import io.orbit.client.connect.Wire;
import io.orbit.client.output.Rows;
import io.orbit.client.sql.SqlConnection;
import io.orbit.client.sql.Users;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orbit users}: roles that may log in, by SQL. */
@Command(
    name = "users",
    description = "who may log in",
    synopsisSubcommandLabel = "[list | create | password | drop]",
    sortOptions = false)
public final class UsersCommand implements Runnable {
  @Mixin private final OperatorOptions options = new OperatorOptions();

  @Override
  public void run() {
    Unchecked.run(this::list);
  }

  @Command(description = "lists users")
  void list() throws IOException {
    Rows rows = with(Users::list);
    options.print(rows);
  }

  @Command(description = "makes a user; asks for the password, or reads a line of standard input")
  void create(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--superuser", description = "who may everything") boolean superuser)
      throws IOException {
    char[] password = askTwice(name);
    with(
        users -> {
          users.create(name, superuser, password);
          return name;
        });
    OperatorOptions.done("user " + name + " is there");
  }

  @Command(description = "gives a user another password")
  void password(@Parameters(paramLabel = "NAME") String name) throws IOException {
    char[] password = askTwice(name);
    with(
        users -> {
          users.password(name, password);
          return name;
        });
    OperatorOptions.done("user " + name + " has another password");
  }

  @Command(description = "drops a user")
  void drop(@Parameters(paramLabel = "NAME") String name) {
    with(
        users -> {
          users.drop(name);
          return name;
        });
    OperatorOptions.done("user " + name + " is dropped");
  }

  private <T> T with(Function<Users, T> task) {
    try (SqlConnection connection =
        options
            .connection()
            .connect(options.connection().endpoint(Wire.POSTGRES), SqlConnection::open)) {
      return task.apply(new Users(connection));
    }
  }

  private static char[] askTwice(String name) throws IOException {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      if (line == null || line.isEmpty()) {
        throw new ClientException("the password is read from standard input, which is empty");
      }
      return line.toCharArray();
    }
    char[] first = console.readPassword("Password of %s: ", name);
    char[] second = console.readPassword("Once more: ");
    if (first == null || second == null || !Arrays.equals(first, second)) {
      throw new ClientException("the two are not the same; nothing was changed");
    }
    return first;
  }
}
