package io.orbit.shell;

import io.orbit.api.error.OrbitException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.channel.ChannelSession;

/**
 * One line for the shell ({@code ssh host feature:list}). Its status is 0, the number that the
 * command answers, or 1 with the reason on standard error.
 */
final class LineCommand extends StreamCommand {
  private final SessionFactory shells;
  private final String line;
  private volatile Runnable interrupt = () -> {};

  LineCommand(SessionFactory shells, String line) {
    this.shells = shells;
    this.line = line;
  }

  @Override
  int run(Environment environment, InputStream input, OutputStream output, OutputStream error) {
    interrupt = Thread.currentThread()::interrupt;
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(error, true, StandardCharsets.UTF_8);
    Session shell = shells.create(input, out, err);
    try {
      environment.getEnv().forEach(shell::put);
      return shell.execute(line) instanceof Integer status ? status : 0;
    } catch (Exception failure) {
      err.println(text(failure));
      return 1;
    } finally {
      shell.close();
      out.flush();
    }
  }

  private static String text(Exception failure) {
    StringBuilder text =
        new StringBuilder(failure.getMessage() == null ? failure.toString() : failure.getMessage());
    if (failure instanceof OrbitException refused) {
      Stream.of(refused.detail(), refused.hint())
          .filter(Objects::nonNull)
          .forEach(more -> text.append(System.lineSeparator()).append(more));
    }
    return text.toString();
  }

  @Override
  public void destroy(ChannelSession channel) {
    interrupt.run();
  }
}
