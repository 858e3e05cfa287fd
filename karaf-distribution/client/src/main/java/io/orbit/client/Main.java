package io.orbit.client;

import io.orbit.client.operator.ConfigCommand;
import io.orbit.client.operator.ConnectionsCommand;
import io.orbit.client.operator.FeaturesCommand;
import io.orbit.client.operator.LogsCommand;
import io.orbit.client.operator.SessionsCommand;
import io.orbit.client.operator.StatusCommand;
import io.orbit.client.operator.UsersCommand;
import io.orbit.client.rest.RestFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The command line's entry. Exit codes: 0 when everything went well, 1 when a statement or a task
 * failed, 2 when the client could not begin or go on.
 */
@Command(
    name = "orbit",
    subcommands = {
      SqlCommand.class,
      RedisCommand.class,
      QueryCommand.class,
      StatusCommand.class,
      FeaturesCommand.class,
      SessionsCommand.class,
      ConnectionsCommand.class,
      LogsCommand.class,
      ConfigCommand.class,
      UsersCommand.class,
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  /** Runs one command. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command and answers its exit code. */
  public static int run(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false);
    line.setOverwrittenOptionsAllowed(true); // -e and -f add up, of others the last one counts
    line.setExecutionExceptionHandler((failure, _, _) -> tell(failure));
    line.setParameterExceptionHandler((mistake, _) -> tell(mistake));
    addHelp(line);
    return line.execute(arguments);
  }

  private static void addHelp(CommandLine line) {
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help").usageHelp(true).description("this text").build());
    line.getSubcommands().values().forEach(Main::addHelp);
  }

  private static int tell(Exception failure) throws Exception {
    if (failure instanceof UncheckedIOException wrapped) {
      return tell(wrapped.getCause());
    }
    if (failure instanceof RestFailure || failure instanceof TaskFailure) {
      System.err.println("orbit: " + failure.getMessage());
      return ExitCode.FAILED;
    }
    if (failure instanceof ClientException || failure instanceof IOException) {
      String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
      System.err.println("orbit: " + message);
      return ExitCode.NO_USE;
    }
    throw failure;
  }

  private static int tell(ParameterException mistake) {
    String command = mistake.getCommandLine().getCommandSpec().qualifiedName();
    System.err.println("orbit: " + mistake.getMessage());
    System.err.println("orbit: ./" + command + " --help lists the options");
    return ExitCode.NO_USE;
  }
}
