package io.orbit.shell;

import io.orbit.api.ops.ForeignListener;
import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.api.security.Sessions;
import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Karaf's shell behind an SSH server: a console for those who open one, and single commands with
 * their exit status.
 */
@Component(service = ForeignListener.class, immediate = true)
public final class ShellServer implements ForeignListener {
  private static final Logger LOG = LoggerFactory.getLogger(ShellServer.class);
  private static final String HOST_KEY = "ssh-host-key";
  private static final String OPERATOR_KEY = "operator-key";

  /** Where {@code ./orbit shell} finds the port; the folder is made anew at each start. */
  private static final String PORT_FILE = "karaf/shell-port";

  private static final Duration IDLE_LIMIT = Duration.ofMinutes(30);
  private static final Duration AUTHENTICATION_LIMIT = Duration.ofSeconds(60);
  private static final int MAXIMUM_SESSIONS = 32;

  private final SshServer server = SshServer.setUpDefaultServer();
  private final String address;
  private final int port;
  private String problem = "";

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile @Nullable Sessions sessions;

  /**
   * Opens the port. One that cannot be opened is told in {@link #info}: the server does without its
   * shell.
   *
   * @throws IOException when the keys cannot be read or made
   */
  @Activate
  public ShellServer(@Reference SessionFactory shells, @Reference Configuration configuration)
      throws IOException {
    String bind = configuration.get(Settings.BIND);
    this.port = configuration.port(Settings.SSH_PORT);
    this.address = bind + ":" + port;
    Path data = configuration.dataDirectory();
    ShellAuthenticator authenticator =
        new ShellAuthenticator(
            KeyFiles.provide(data.resolve(OPERATOR_KEY)).getPublic(), () -> sessions);
    server.setHost(bind);
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(KeyFiles.provide(data.resolve(HOST_KEY))));
    server.setPasswordAuthenticator(authenticator);
    server.setPublickeyAuthenticator(authenticator);
    server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    server.setSubsystemFactories(List.of());
    server.setShellFactory(channel -> new ConsoleCommand(shells));
    server.setCommandFactory((channel, line) -> new LineCommand(shells, line));
    CoreModuleProperties.IDLE_TIMEOUT.set(server, IDLE_LIMIT);
    CoreModuleProperties.AUTH_TIMEOUT.set(server, AUTHENTICATION_LIMIT);
    CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, MAXIMUM_SESSIONS);
    try {
      server.start();
      Files.writeString(data.resolve(PORT_FILE), port + "\n");
    } catch (IOException failure) {
      problem = String.valueOf(failure.getMessage());
      LOG.error("The shell cannot listen at {}: {}", address, problem);
    }
  }

  @Deactivate
  void stop() throws IOException {
    server.stop(true);
  }

  @Override
  public ListenerInfo info() {
    int connections = server.isStarted() ? server.getActiveSessions().size() : 0;
    String state = problem.isEmpty() ? "listening" : "failed";
    return new ListenerInfo("ssh", address, port, true, state, problem, connections, 0, 0);
  }

  /**
   * A session here is a person's or a command's: those that run are given the time to end by
   * themselves.
   */
  @Override
  public void drain(long millis) {
    server.getActiveSessions().forEach(session -> session.close(false));
  }
}
