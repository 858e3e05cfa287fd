package io.orbit.client.connect;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect, and as whom.
 *
 * @param tls whether the connection is encrypted
 * @param certificate the server's own certificate, where its data folder is at hand
 */
public record Endpoint(
    String host,
    int port,
    String user,
    Optional<String> password,
    String database,
    boolean tls,
    Optional<Path> certificate) {

  /** The same with another password. */
  public Endpoint withPassword(@Nullable String other) {
    return new Endpoint(host, port, user, Optional.ofNullable(other), database, tls, certificate);
  }

  /** The same with another database. */
  public Endpoint withDatabase(String other) {
    return new Endpoint(host, port, user, password, other, tls, certificate);
  }

  /** The same as another user, whose password is not known. */
  public Endpoint withUser(String other) {
    return new Endpoint(host, port, other, Optional.empty(), database, tls, certificate);
  }

  /** Host and port. */
  public String address() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user + "@" + address() + "/" + database;
  }
}
