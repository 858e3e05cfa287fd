package io.orbit.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.Subjects;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * What a channel runs: the streams that the SSH server hands over, and a thread of its own as the
 * channel's user.
 */
abstract class StreamCommand implements Command {
  private InputStream input = InputStream.nullInputStream();
  private OutputStream output = OutputStream.nullOutputStream();
  private OutputStream error = OutputStream.nullOutputStream();
  private ExitCallback exit = (status, message, close) -> {};

  @Override
  public final void setInputStream(InputStream stream) {
    input = stream;
  }

  @Override
  public final void setOutputStream(OutputStream stream) {
    output = stream;
  }

  @Override
  public final void setErrorStream(OutputStream stream) {
    error = stream;
  }

  @Override
  public final void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public final void start(ChannelSession channel, Environment environment) {
    Subject user = ShellUser.named(channel.getServerSession().getUsername());
    Thread.ofPlatform()
        .name("orbit-shell-" + channel.getServerSession().getUsername())
        .start(
            () -> {
              Integer status =
                  Subjects.doAs(
                      user,
                      (java.security.PrivilegedAction<Integer>)
                          () -> run(environment, input, output, error));
              flush(output);
              flush(error);
              exit.onExit(status == null ? 1 : status);
            });
  }

  /** Runs to the end and answers the exit status. */
  abstract int run(
      Environment environment, InputStream input, OutputStream output, OutputStream error);

  private static void flush(OutputStream stream) {
    try {
      stream.flush();
    } catch (IOException gone) {
      // The client did not wait for the end.
      return;
    }
  }
}
