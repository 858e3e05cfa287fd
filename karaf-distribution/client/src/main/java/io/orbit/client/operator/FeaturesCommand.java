package io.orbit.client.operator;

import io.orbit.client.ClientException;
import io.orbit.client.rest.Json;
import io.orbit.client.rest.RestClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orbit features}. */
@Command(
    name = "features",
    description = "what is installed and can be: protocols, engines, languages, the console",
    synopsisSubcommandLabel = "[list | install | uninstall | upgrade | upload]",
    sortOptions = false)
public final class FeaturesCommand implements Runnable {
  private static final String ROUTE = "/api/v1/features";
  private static final String[] MEMBERS = {"name", "version", "kind", "installed", "description"};

  @Mixin private final OperatorOptions options = new OperatorOptions();

  @Override
  public void run() {
    Unchecked.run(this::list);
  }

  @Command(description = "lists all features, installed or not")
  void list() throws IOException {
    options.list(options.call(client -> client.get(ROUTE)).elements(), MEMBERS);
  }

  @Command(description = "shows one feature with what depends on it and what uses it now")
  void show(@Parameters(paramLabel = "NAME") String name) throws IOException {
    Json feature = options.call(client -> client.get(ROUTE + "/" + RestClient.segment(name)));
    options.list(
        List.of(feature),
        "name",
        "version",
        "kind",
        "installed",
        "required",
        "description",
        "bundles",
        "dependents",
        "inUseBy");
  }

  @Command(description = "installs a feature")
  void install(@Parameters(paramLabel = "NAME") String name) throws IOException {
    options.call(client -> client.post(ROUTE + "/" + RestClient.segment(name), ""));
    OperatorOptions.done(name + " is installed");
  }

  @Command(description = "drains a feature and takes it away")
  void uninstall(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--force", description = "also when something uses it") boolean force)
      throws IOException {
    options.call(
        client ->
            client.delete(ROUTE + "/" + RestClient.segment(name) + (force ? "?force=true" : "")));
    OperatorOptions.done(name + " is uninstalled");
  }

  @Command(description = "replaces a feature by another of its versions")
  void upgrade(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "VERSION") String version)
      throws IOException {
    options.call(
        client ->
            client.post(
                ROUTE + "/" + RestClient.segment(name) + "?version=" + RestClient.segment(version),
                ""));
    OperatorOptions.done(name + " is version " + version);
  }

  @Command(description = "brings an archive (KAR) to the server; nothing of it is installed yet")
  void upload(@Parameters(paramLabel = "FILE") Path file) throws IOException {
    String digest = sha256(file);
    Json brought =
        options.call(
            client ->
                client.call(
                    "POST",
                    ROUTE,
                    BodyPublishers.ofFile(file),
                    Map.of("Content-Type", "application/octet-stream", "X-SHA256", digest)));
    options.list(brought.elements(), MEMBERS);
  }

  private static String sha256(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ClientException("there is no file " + file);
    }
    try (InputStream bytes =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      bytes.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) bytes).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
