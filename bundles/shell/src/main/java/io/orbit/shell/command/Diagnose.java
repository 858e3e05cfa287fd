package io.orbit.shell.command;

import io.orbit.api.ops.Bundles;
import io.orbit.api.ops.Features;
import io.orbit.api.ops.Health;
import io.orbit.api.ops.Listeners;
import io.orbit.api.ops.Logs;
import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.ops.ServerSettings;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;
import io.orbit.shell.Diagnosis;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** Writes a diagnosis into the data folder, where {@code ./orbit diagnose} takes it from. */
@Service
@Command(
    scope = "orbit",
    name = "diagnose",
    description = "Writes what helps to find out what is wrong into a zip file")
public final class Diagnose implements Action {
  @Reference private @Nullable ServerInfo server;
  @Reference private @Nullable ServerSettings settings;
  @Reference private @Nullable Features features;
  @Reference private @Nullable Bundles bundles;
  @Reference private @Nullable Listeners listeners;
  @Reference private @Nullable Sessions sessions;
  @Reference private @Nullable Store store;
  @Reference private @Nullable Metrics metrics;
  @Reference private @Nullable Logs logs;

  @Reference(optional = true)
  private @Nullable List<Health> health;

  @Override
  public @Nullable Object execute() throws IOException {
    Diagnosis diagnosis =
        new Diagnosis(
            new Diagnosis.Sources(
                given(server),
                given(settings),
                given(features),
                given(bundles),
                given(listeners),
                given(sessions),
                given(store),
                given(metrics),
                given(logs),
                health == null ? List.of() : health));
    Path file = given(server).dataDirectory().resolve("karaf/tmp/diagnosis.zip");
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      diagnosis.write(out);
    }
    System.out.println(file);
    return null;
  }

  private static <T> T given(@Nullable T service) {
    return Objects.requireNonNull(service, "the shell runs no command without its services");
  }
}
