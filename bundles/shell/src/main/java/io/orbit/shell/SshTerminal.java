package io.orbit.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.apache.karaf.shell.api.console.SignalListener;
import org.apache.sshd.server.Environment;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;

/**
 * The client's terminal, as both Karaf and JLine want to see one; its size follows the client's
 * window.
 */
final class SshTerminal extends ExternalTerminal
    implements org.apache.karaf.shell.api.console.Terminal {
  private static final int COLUMNS = 80;
  private static final int LINES = 24;

  private final Environment environment;

  SshTerminal(Environment environment, InputStream input, OutputStream output) throws IOException {
    super(
        "Orbit SSH terminal",
        environment.getEnv().getOrDefault(Environment.ENV_TERM, "dumb"),
        input,
        output,
        StandardCharsets.UTF_8);
    this.environment = environment;
    resize();
    environment.addSignalListener((channel, signal) -> signal(signal));
  }

  private void signal(org.apache.sshd.server.Signal signal) {
    switch (signal) {
      case INT -> raise(Signal.INT);
      case QUIT -> raise(Signal.QUIT);
      case TSTP -> raise(Signal.TSTP);
      case CONT -> raise(Signal.CONT);
      case WINCH -> {
        resize();
        raise(Signal.WINCH);
      }
      default -> {
        // The other signals mean nothing to a line editor.
      }
    }
  }

  private void resize() {
    setSize(
        new Size(number(Environment.ENV_COLUMNS, COLUMNS), number(Environment.ENV_LINES, LINES)));
  }

  private int number(String variable, int otherwise) {
    String text = environment.getEnv().getOrDefault(variable, "");
    return text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : otherwise;
  }

  @Override
  public int getWidth() {
    return getSize().getColumns();
  }

  @Override
  public int getHeight() {
    return getSize().getRows();
  }

  @Override
  public boolean isAnsiSupported() {
    return !TYPE_DUMB.equals(getType());
  }

  @Override
  public boolean isEchoEnabled() {
    return echo();
  }

  @Override
  public void setEchoEnabled(boolean enabled) {
    echo(enabled);
  }

  /** Karaf's commands take their signals from JLine, which gets them above. */
  @Override
  public void addSignalListener(
      SignalListener listener, org.apache.karaf.shell.api.console.Signal... signals) {}

  @Override
  public void addSignalListener(
      SignalListener listener, EnumSet<org.apache.karaf.shell.api.console.Signal> signals) {}

  @Override
  public void addSignalListener(SignalListener listener) {}

  @Override
  public void removeSignalListener(SignalListener listener) {}
}
