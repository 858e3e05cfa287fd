package io.orbit.shell;

import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.security.Sessions;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.function.Supplier;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who may use the shell: the kernel's superusers by their password, and whoever holds the
 * operator's key, which lies in the data folder: such a one owns the data anyway. The key works
 * while the kernel does not, since that is when an operator needs the shell most. Thread-safe.
 */
final class ShellAuthenticator implements PasswordAuthenticator, PublickeyAuthenticator {
  private static final Logger LOG = LoggerFactory.getLogger(ShellAuthenticator.class);

  private final PublicKey operatorKey;
  private final Supplier<@Nullable Sessions> sessions;

  ShellAuthenticator(PublicKey operatorKey, Supplier<@Nullable Sessions> sessions) {
    this.operatorKey = operatorKey;
    this.sessions = sessions;
  }

  @Override
  public boolean authenticate(String user, PublicKey key, @Nullable ServerSession connection) {
    return MessageDigest.isEqual(key.getEncoded(), operatorKey.getEncoded());
  }

  @Override
  public boolean authenticate(String user, String password, @Nullable ServerSession connection) {
    Sessions present = sessions.get();
    if (present == null) {
      LOG.warn("{} cannot log in to the shell by password, because the kernel is not up", user);
      return false;
    }
    SocketAddress remote = connection == null ? null : connection.getClientAddress();
    boolean loopback =
        remote instanceof InetSocketAddress address && address.getAddress().isLoopbackAddress();
    SessionRequest request =
        new SessionRequest(user, "", "ssh", String.valueOf(remote), loopback, "shell");
    try (Session session = present.authenticate(request, password)) {
      boolean superuser = session.principal().superuser();
      if (!superuser) {
        LOG.info("{} may not use the shell, which is for superusers", user);
      }
      return superuser;
    } catch (OrbitException refused) {
      LOG.info("{} may not use the shell: {}", user, refused.getMessage());
      return false;
    }
  }
}
