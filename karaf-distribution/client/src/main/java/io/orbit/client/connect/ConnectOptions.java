package io.orbit.client.connect;

import io.orbit.client.ClientException;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options by which a command finds its server and says who asks. */
public final class ConnectOptions {
  private static final String LOCAL = "127.0.0.1";
  private static final String ADMINISTRATOR = "orbit";

  @Option(
      scope = ScopeType.INHERIT,
      names = "--host",
      paramLabel = "HOST",
      description = "the server (127.0.0.1)")
  private @Nullable String host;

  @Option(
      scope = ScopeType.INHERIT,
      names = "--port",
      paramLabel = "PORT",
      description = "its port")
  private @Nullable Integer port;

  @Option(
      scope = ScopeType.INHERIT,
      names = "--port-offset",
      paramLabel = "N",
      description = "added to the protocol's usual port, as the server was told")
  private @Nullable Integer offset;

  @Option(
      scope = ScopeType.INHERIT,
      names = "--url",
      paramLabel = "URL",
      description = "all in one: postgresql://, redis://, rediss://, http://, https://")
  private @Nullable URI url;

  @Option(
      scope = ScopeType.INHERIT,
      names = "--user",
      paramLabel = "USER",
      description = "who asks (orbit)")
  private @Nullable String user;

  @Option(
      scope = ScopeType.INHERIT,
      names = "--database",
      paramLabel = "NAME",
      description = "the database")
  private @Nullable String database;

  @Option(
      scope = ScopeType.INHERIT,
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "its first line is the password; otherwise ORBIT_PASSWORD, then"
              + " DIR/initial-password, else it is asked for")
  private @Nullable Path passwordFile;

  @Option(
      scope = ScopeType.INHERIT,
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "./data",
      description =
          "data folder of a server on this machine, which knows ports and certificate"
              + " (./data)")
  private Path data = Path.of("data");

  @Option(
      scope = ScopeType.INHERIT,
      names = "--tls",
      negatable = true,
      description = "encrypt, or do not; without a word connections to other machines are")
  private @Nullable Boolean tls;

  /** Where a protocol is to be found. */
  public Endpoint endpoint(Wire wire) {
    return endpoint(wire, System.getenv()::get);
  }

  /**
   * Where a protocol is to be found.
   *
   * @param environment answers variables, null where there is none
   */
  Endpoint endpoint(Wire wire, Function<String, @Nullable String> environment) {
    Optional<URI> address = Optional.ofNullable(url).map(given -> checked(given, wire));
    String name = address.map(URI::getHost).orElse(host == null ? LOCAL : host);
    boolean local = isLocal(name);
    LocalServer server = new LocalServer(data);
    String[] account = address.map(ConnectOptions::account).orElse(new String[0]);
    String who = account.length > 0 && !account[0].isEmpty() ? account[0] : user(environment);
    Optional<String> password =
        account.length > 1 ? Optional.of(account[1]) : password(environment, server, local, who);
    return new Endpoint(
        name,
        address
            .map(URI::getPort)
            .filter(given -> given > 0)
            .orElseGet(() -> port(wire, environment, server, local)),
        who,
        password,
        address
            .map(URI::getPath)
            .filter(path -> path.length() > 1)
            .map(path -> path.substring(1))
            .orElse(database == null ? wire.database() : database),
        encrypted(wire, address, local),
        local ? server.certificate() : Optional.empty());
  }

  /**
   * Connects, and asks for the password where the server wants one that nobody has given and there
   * is somebody to ask.
   */
  public <T> T connect(Endpoint endpoint, Function<Endpoint, T> connector) {
    try {
      return connector.apply(endpoint);
    } catch (PasswordNeededException needed) {
      Console console = endpoint.password().isPresent() ? null : System.console();
      if (console == null || !console.isTerminal()) {
        throw needed;
      }
      char[] typed = console.readPassword("Password of %s: ", endpoint.user());
      if (typed == null) {
        throw needed;
      }
      String password = new String(typed);
      Arrays.fill(typed, ' ');
      return connector.apply(endpoint.withPassword(password));
    }
  }

  private String user(Function<String, @Nullable String> environment) {
    if (user != null) {
      return user;
    }
    String variable = environment.apply("ORBIT_USER");
    return variable == null ? ADMINISTRATOR : variable;
  }

  private int port(
      Wire wire,
      Function<String, @Nullable String> environment,
      LocalServer server,
      boolean local) {
    if (port != null) {
      return port;
    }
    if (offset != null) {
      return wire.port() + offset;
    }
    String variable = environment.apply("ORBIT_SERVER_PORT_OFFSET");
    if (variable != null && !variable.isBlank()) {
      return wire.port() + number(variable.strip());
    }
    return local ? server.port(wire).orElse(wire.port()) : wire.port();
  }

  private Optional<String> password(
      Function<String, @Nullable String> environment,
      LocalServer server,
      boolean local,
      String who) {
    if (passwordFile != null) {
      try (var lines = Files.lines(passwordFile)) {
        return lines.findFirst();
      } catch (IOException failure) {
        throw new ClientException("the password file " + passwordFile + " cannot be read", failure);
      }
    }
    String variable = environment.apply("ORBIT_PASSWORD");
    if (variable != null && !variable.isEmpty()) {
      return Optional.of(variable);
    }
    return local && who.equals(ADMINISTRATOR) ? server.initialPassword() : Optional.empty();
  }

  private boolean encrypted(Wire wire, Optional<URI> address, boolean local) {
    String scheme = address.map(URI::getScheme).orElse("");
    if (tls != null) {
      return tls;
    }
    return switch (wire) {
      case POSTGRES -> !local;
      case REDIS -> scheme.equals("rediss") || scheme.isEmpty() && !local;
      case HTTP -> {
        if (scheme.isEmpty() && !local) {
          throw new ClientException(
              "by HTTP the password would travel unencrypted to another machine: name an https://"
                  + " address by --url, or say --no-tls");
        }
        yield scheme.equals("https");
      }
    };
  }

  private static URI checked(URI url, Wire wire) {
    if (url.getScheme() == null || !wire.schemes().contains(url.getScheme())) {
      throw new ClientException(
          "the address begins with one of " + String.join(", ", wire.schemes()) + ": " + bare(url));
    }
    if (url.getHost() == null) {
      throw new ClientException("the address names no host: " + bare(url));
    }
    return url;
  }

  private static String bare(URI url) {
    try {
      return new URI(url.getScheme(), url.getHost(), url.getPath(), null).toString();
    } catch (URISyntaxException impossible) {
      return "";
    }
  }

  private static String[] account(URI url) {
    return url.getUserInfo() == null ? new String[0] : url.getUserInfo().split(":", 2);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notOne) {
      throw new ClientException("ORBIT_SERVER_PORT_OFFSET is no number: " + text, notOne);
    }
  }

  private static boolean isLocal(String host) {
    return host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("::1")
        || host.equals("[::1]");
  }
}
