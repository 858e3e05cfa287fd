package io.orbit.client;

import io.orbit.client.connect.ConnectOptions;
import io.orbit.client.connect.Endpoint;
import io.orbit.client.connect.Wire;
import io.orbit.client.redis.RedisConnection;
import io.orbit.client.redis.RedisInterpreter;
import io.orbit.client.terminal.Display;
import io.orbit.client.terminal.ScriptOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code orbit redis}. */
@Command(
    name = "redis",
    description =
        "Redis commands: at a prompt, as arguments, from -e and -f, or from standard input",
    sortOptions = false)
final class RedisCommand implements Callable<Integer> {
  @Mixin private final ConnectOptions connection = new ConnectOptions();
  @Mixin private final ScriptOptions script = new ScriptOptions();

  @Spec private CommandSpec spec;

  @Option(
      names = "--resp",
      paramLabel = "N",
      defaultValue = "3",
      description = "version of the protocol, 2 or 3 (3)")
  private int protocol;

  @Parameters(paramLabel = "WORD", description = "a command, run as it stands")
  private List<String> words = List.of();

  @Override
  public Integer call() throws IOException {
    if (protocol != 2 && protocol != 3) {
      throw new ParameterException(spec.commandLine(), "--resp is 2 or 3");
    }
    if (!words.isEmpty()) {
      script.addStatement(RedisInterpreter.line(words));
    }
    return script.run(this::connect);
  }

  private RedisInterpreter connect(Display display) {
    AtomicReference<Endpoint> endpoint = new AtomicReference<>(connection.endpoint(Wire.REDIS));
    return new RedisInterpreter(
        () ->
            connection.connect(
                endpoint.get(),
                known -> {
                  RedisConnection made = RedisConnection.open(known, protocol);
                  endpoint.set(known); // with a password that was asked for
                  return made;
                }),
        display,
        script.stopOnError());
  }
}
