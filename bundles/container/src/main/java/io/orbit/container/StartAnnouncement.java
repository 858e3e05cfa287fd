package io.orbit.container;

import io.orbit.api.ops.ForeignListener;
import io.orbit.api.ops.Listeners;
import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.Setting;
import io.orbit.launcher.configuration.Settings;
import io.orbit.launcher.configuration.StartProgress;
import io.orbit.launcher.configuration.Value;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on standard output that the server is up and where it listens, once the wanted features are
 * installed, the last start level is reached and every installed protocol listens. When nothing
 * more comes for a while, it says so without what is missing, which it names.
 */
@Component(service = StartAnnouncement.class, immediate = true)
public final class StartAnnouncement {
  private static final Logger LOG = LoggerFactory.getLogger(StartAnnouncement.class);
  private static final String HTTP_SERVER = "org.apache.felix.http.jetty12";

  /** Has no port of its own: it is served by the HTTP server. */
  private static final String REST = "io.orbit.protocol.rest";

  private static final String PROTOCOLS = "io.orbit.protocol.";

  /** Without any progress. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Nothing tells of a port that opens: they are looked at this often. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final BundleContext context;
  private final Configuration configuration;
  private static final String PORT_FILE = "karaf/http-port";

  private final StartProgress progress;
  private final CountDownLatch stopped = new CountDownLatch(1);

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile @Nullable Listeners listeners;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<ForeignListener> foreignListeners = List.of();

  /** Waits on a thread of its own. */
  @Activate
  public StartAnnouncement(
      BundleContext context,
      @Reference FeaturesInstalled installed,
      @Reference Configuration configuration,
      @Reference StartProgress progress) {
    this.context = context;
    this.configuration = configuration;
    this.progress = progress;
  }

  @Activate
  void activate() {
    Thread.ofPlatform().name("orbit-announcement").daemon().start(this::run);
  }

  @Deactivate
  void deactivate() {
    stopped.countDown();
  }

  private void run() {
    try {
      long progressed = System.nanoTime();
      List<String> missing = missing();
      while (!missing.isEmpty() && System.nanoTime() - progressed < PATIENCE.toNanos()) {
        if (stopped.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
        List<String> before = missing;
        missing = missing();
        if (!missing.equals(before)) {
          progressed = System.nanoTime();
        }
      }
      leaveHttpPort();
      System.out.print(announcement(infos(), missing));
      System.out.flush();
      if (!missing.isEmpty()) {
        LOG.warn("Not there: {}", String.join(", ", missing));
      }
      reportUnusedSettings();
      progress.ready();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where {@code ./orbit export} and its like find the port; the folder is made at each start. */
  private void leaveHttpPort() {
    Path file = configuration.dataDirectory().resolve(PORT_FILE);
    try {
      Files.writeString(file, configuration.port(Settings.HTTP_PORT) + "\n");
    } catch (IOException failure) {
      LOG.warn("{} cannot be written: {}", file, failure.getMessage());
    }
  }

  /**
   * Bundles that are still to start (the start level runs ahead of them), else ports still to open.
   */
  private List<String> missing() {
    List<String> starting =
        Arrays.stream(context.getBundles())
            .filter(bundle -> bundle.adapt(BundleStartLevel.class).isPersistentlyStarted())
            .filter(bundle -> bundle.getState() != Bundle.ACTIVE || !serves(bundle))
            .map(Bundle::getSymbolicName)
            .toList();
    return starting.isEmpty() ? silent() : starting;
  }

  /** REST has no port of its own: it is there once it says so by its health. */
  private static boolean serves(Bundle bundle) {
    ServiceReference<?>[] services = bundle.getRegisteredServices();
    return !REST.equals(bundle.getSymbolicName())
        || services != null
            && Arrays.stream(services)
                .map(service -> (String[]) service.getProperty(Constants.OBJECTCLASS))
                .anyMatch(names -> List.of(names).contains("io.orbit.api.ops.Health"));
  }

  /**
   * Installed protocols, HTTP and the shell, of which nobody says that they listen or have failed.
   */
  private List<String> silent() {
    Set<String> known =
        infos().stream()
            .filter(info -> info.state().equals("listening") || info.state().equals("failed"))
            .map(ListenerInfo::protocol)
            .collect(Collectors.toSet());
    return installedBundles().stream()
        .flatMap(bundle -> protocol(bundle).stream())
        .filter(protocol -> !known.contains(protocol))
        .toList();
  }

  private static Optional<String> protocol(String bundle) {
    return switch (bundle) {
      case "io.orbit.shell" -> Optional.of("ssh");
      case HTTP_SERVER, REST -> Optional.of("http");
      default ->
          Optional.of(bundle)
              .filter(name -> name.startsWith(PROTOCOLS))
              .map(name -> name.substring(PROTOCOLS.length()))
              .filter(StartAnnouncement::isWhole);
    };
  }

  /** What adds commands to a protocol ({@code redis.json}) has no port of its own. */
  private static boolean isWhole(String protocol) {
    return protocol.indexOf('.') < 0;
  }

  /** Says once which settings mean something that is not installed. */
  private void reportUnusedSettings() {
    Set<String> installed = installedBundles();
    for (Settings.ListenerPort port : Settings.ports()) {
      report(port.setting(), bundle(port), installed);
    }
    for (Setting<?> setting : Settings.all()) {
      setting.target().ifPresent(target -> report(setting, target.pid(), installed));
    }
  }

  private void report(Setting<?> setting, String bundle, Set<String> installed) {
    Value<?> value = configuration.value(setting);
    boolean present =
        installed.stream().anyMatch(name -> name.equals(bundle) || name.startsWith(bundle + "."));
    if (!value.isDefault() && !present) {
      LOG.info(
          "{} ({}) has no effect, because what it is about is not installed",
          setting.key(),
          value.origin());
    }
  }

  private Set<String> installedBundles() {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
        .map(Bundle::getSymbolicName)
        .collect(Collectors.toSet());
  }

  private static String bundle(Settings.ListenerPort port) {
    return port.setting() == Settings.HTTP_PORT ? HTTP_SERVER : port.pid();
  }

  private List<ListenerInfo> infos() {
    List<ListenerInfo> infos = new ArrayList<>();
    Listeners present = listeners;
    if (present != null) {
      infos.addAll(present.listeners());
    }
    for (ForeignListener foreign : foreignListeners) {
      ListenerInfo info = foreign.info();
      if (infos.stream().noneMatch(other -> other.port() == info.port())) {
        infos.add(info);
      }
    }
    infos.sort(Comparator.comparing(ListenerInfo::protocol));
    return infos;
  }

  private String announcement(List<ListenerInfo> infos, List<String> missing) {
    long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    StringBuilder text =
        new StringBuilder(
            "Orbit is up after %d.%d s, with its data in %s%n"
                .formatted(millis / 1000, millis % 1000 / 100, configuration.dataDirectory()));
    for (ListenerInfo info : infos) {
      String problem = info.problem().isEmpty() ? "" : "  " + info.state() + ": " + info.problem();
      text.append("  %-12s %s%s%n".formatted(info.protocol(), info.address(), problem));
    }
    missing.forEach(name -> text.append("  not there yet: %s%n".formatted(name)));
    return text.toString();
  }
}
