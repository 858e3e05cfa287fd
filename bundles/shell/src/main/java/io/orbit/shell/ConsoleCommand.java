package io.orbit.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.channel.ChannelSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A console: line editing, completion, history, until the user leaves it. */
final class ConsoleCommand extends StreamCommand {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleCommand.class);

  private final SessionFactory shells;
  private volatile Runnable close = () -> {};

  ConsoleCommand(SessionFactory shells) {
    this.shells = shells;
  }

  @Override
  int run(Environment environment, InputStream input, OutputStream output, OutputStream error) {
    try (SshTerminal terminal = new SshTerminal(environment, input, output)) {
      PrintStream out = new PrintStream(terminal.output(), true, StandardCharsets.UTF_8);
      Session shell =
          shells.create(input, out, out, terminal, StandardCharsets.UTF_8.name(), () -> {});
      close = shell::close;
      environment.getEnv().forEach(shell::put);
      shell.run();
      return 0;
    } catch (IOException failure) {
      LOG.warn("A console could not be opened: {}", failure.getMessage());
      return 1;
    }
  }

  @Override
  public void destroy(ChannelSession channel) {
    close.run();
  }
}
