package io.orbit.client.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the data folder of a server on this machine tells whoever may read it. */
final class LocalServer {
  private static final String PORTS = "karaf/ports";
  private static final String PASSWORD = "initial-password";
  private static final String CERTIFICATE = "tls/server.crt";

  private final Path data;

  LocalServer(Path data) {
    this.data = data;
  }

  /** The port of a protocol of the server that runs, or ran last, on the folder. */
  Optional<Integer> port(Wire wire) {
    return lines(PORTS).stream()
        .map(line -> line.split(" ", 2))
        .filter(line -> line.length == 2 && line[0].equals(wire.setting()))
        .map(line -> Integer.valueOf(line[1].strip()))
        .findAny();
  }

  /** The password that the first start made up, until somebody deletes the file. */
  Optional<String> initialPassword() {
    return lines(PASSWORD).stream().map(String::strip).filter(line -> !line.isEmpty()).findFirst();
  }

  /** The certificate that the server made for itself. */
  Optional<Path> certificate() {
    return Optional.of(data.resolve(CERTIFICATE)).filter(Files::isReadable);
  }

  private List<String> lines(String name) {
    try {
      return Files.readAllLines(data.resolve(name));
    } catch (IOException notThere) {
      return List.of();
    }
  }
}
