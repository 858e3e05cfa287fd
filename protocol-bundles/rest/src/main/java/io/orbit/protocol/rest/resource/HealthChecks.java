package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Features.Feature;
import io.orbit.api.ops.Health;
import io.orbit.api.ops.Health.State;
import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.protocol.rest.RestServices;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks all aspects of health. Thread-safe. */
public final class HealthChecks {
  /** Whoever stopped a protocol does not wait for it. */
  private static final Set<String> AS_WANTED = Set.of("listening", "stopped");

  private static final String PREFIX = "orbit-";
  private static final String OWN = "orbit-rest";

  private final RestServices services;

  /** An aspect's answer; messages say what is wrong and what to do. */
  public record Check(String name, State state, List<String> messages) {}

  public HealthChecks(RestServices services) {
    this.services = services;
  }

  /** Each aspect, by name. */
  public List<Check> all() {
    return services.health().get().stream()
        .map(HealthChecks::ask)
        .sorted(Comparator.comparing(Check::name))
        .toList();
  }

  private static Check ask(Health health) {
    try {
      Health.Status status = health.check();
      return new Check(health.name(), status.state(), status.messages());
    } catch (RuntimeException failed) {
      return new Check(
          health.name(), State.DOWN, List.of("its check failed: " + failed.getMessage()));
    }
  }

  /** The worst of all. */
  public State whole() {
    return all().stream().map(Check::state).max(Comparator.naturalOrder()).orElse(State.UP);
  }

  /** What keeps the server from being ready, in words; empty when nothing does. */
  public List<String> waitingFor() {
    List<String> missing = new ArrayList<>();
    for (Check check : all()) {
      if (check.state() == State.DOWN) {
        missing.add(check.name());
      }
    }
    List<ListenerInfo> listeners = services.operations().listeners().listeners();
    listeners.stream()
        .filter(listener -> !AS_WANTED.contains(listener.state()))
        .map(listener -> listener.protocol() + " on " + listener.address())
        .forEach(missing::add);
    Set<String> heard = listeners.stream().map(ListenerInfo::protocol).collect(Collectors.toSet());
    services.operations().features().list().stream()
        .filter(feature -> isProtocol(feature) && !heard.contains(protocol(feature)))
        .map(feature -> protocol(feature))
        .forEach(missing::add);
    return missing;
  }

  private static boolean isProtocol(Feature feature) {
    return feature.installed() && feature.kind().equals("protocol") && !feature.name().equals(OWN);
  }

  private static String protocol(Feature feature) {
    return feature.name().startsWith(PREFIX)
        ? feature.name().substring(PREFIX.length())
        : feature.name();
  }
}
