package io.orbit.shell;

import io.orbit.api.ops.Bundles;
import io.orbit.api.ops.Features;
import io.orbit.api.ops.Health;
import io.orbit.api.ops.Listeners;
import io.orbit.api.ops.Logs;
import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.ops.ServerSettings;
import io.orbit.api.security.Session;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What helps somebody else to find out what is wrong with this server, without its data and
 * secrets. One thread.
 */
public final class Diagnosis {
  private static final int LOG_LINES = 2000;
  private static final int WORDS = 2;

  private final Map<String, Supplier<String>> sections = new LinkedHashMap<>();

  /** What it asks. */
  public record Sources(
      ServerInfo server,
      ServerSettings settings,
      Features features,
      Bundles bundles,
      Listeners listeners,
      Sessions sessions,
      Store store,
      Metrics metrics,
      Logs logs,
      List<Health> health) {}

  public Diagnosis(Sources from) {
    sections.put("server.txt", () -> server(from.server()));
    sections.put("settings.txt", () -> settings(from.settings()));
    sections.put("health.txt", () -> health(from.health()));
    sections.put("features.txt", () -> lines(from.features().list()));
    sections.put("bundles.txt", () -> lines(from.bundles().list()));
    sections.put("listeners.txt", () -> lines(from.listeners().listeners()));
    sections.put("sessions.txt", () -> sessions(from.sessions().list()));
    sections.put("store.txt", () -> store(from.store()));
    sections.put("metrics.txt", () -> from.metrics().scrape());
    sections.put("log.txt", () -> log(from.logs()));
    sections.put("threads.txt", Diagnosis::threads);
    sections.put("jvm.txt", Diagnosis::jvm);
  }

  /** Writes a zip file, not closed: what cannot be asked says why instead. */
  public void write(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    for (Map.Entry<String, Supplier<String>> section : sections.entrySet()) {
      zip.putNextEntry(new ZipEntry(section.getKey()));
      zip.write(answer(section.getValue()).getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    zip.finish();
  }

  private static String answer(Supplier<String> section) {
    try {
      return section.get();
    } catch (RuntimeException failure) {
      return "could not be asked: " + failure + "\n";
    }
  }

  private static String lines(List<?> all) {
    return all.stream().map(one -> one + "\n").collect(Collectors.joining());
  }

  private static String server(ServerInfo server) {
    return "Orbit %s%nstarted %s%ndata in %s%nport offset %d%nlimit of memory %d%ndev mode %s%nnow %s%n"
        .formatted(
            server.version(),
            Instant.ofEpochMilli(server.startedAt()),
            server.dataDirectory(),
            server.portOffset(),
            server.memoryLimit(),
            server.devMode(),
            Instant.ofEpochMilli(System.currentTimeMillis()));
  }

  private static String settings(ServerSettings settings) {
    return settings.list().stream()
        .map(
            one ->
                "%s = %s  # %s%n"
                    .formatted(one.key(), Secrets.setting(one.key(), one.value()), one.origin()))
        .collect(Collectors.joining());
  }

  private static String health(List<Health> health) {
    return health.stream()
        .map(one -> one.name() + ": " + one.check() + "\n")
        .collect(Collectors.joining());
  }

  /** Of a statement the first words: the rest may be data. */
  private static String sessions(List<Session> sessions) {
    return sessions.stream()
        .map(
            session -> {
              Session.Activity activity = session.activity();
              String[] words = activity.statement().strip().split("\\s+", WORDS + 1);
              return "%d %s %s@%s from %s: %s since %s: %s%n"
                  .formatted(
                      session.id(),
                      session.request().protocol(),
                      session.sessionUser().name(),
                      session.request().database(),
                      session.request().remoteAddress(),
                      activity.state(),
                      Instant.ofEpochMilli(activity.since()),
                      Secrets.text(
                          java.util.Arrays.stream(words)
                              .limit(WORDS)
                              .collect(Collectors.joining(" "))));
            })
        .collect(Collectors.joining());
  }

  private static String store(Store store) {
    return "%s%n%sproblems: %s%n"
        .formatted(store.statistics(), lines(store.engines()), store.problems());
  }

  private static String log(Logs logs) {
    return logs.tail(LOG_LINES, "debug", "").stream()
        .map(
            entry ->
                "%s %s [%s] %s: %s%n"
                    .formatted(
                        Instant.ofEpochMilli(entry.time()),
                        entry.level(),
                        entry.thread(),
                        entry.logger(),
                        Secrets.text(entry.message())))
        .collect(Collectors.joining());
  }

  private static String threads() {
    StringBuilder out = new StringBuilder();
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
      out.append(thread.getThreadName()).append(' ').append(thread.getThreadState());
      out.append(thread.getLockName() == null ? "" : " on " + thread.getLockName()).append('\n');
      for (StackTraceElement frame : thread.getStackTrace()) {
        out.append("    ").append(frame).append('\n');
      }
    }
    return out.toString();
  }

  private static String jvm() {
    var runtime = ManagementFactory.getRuntimeMXBean();
    var system = ManagementFactory.getOperatingSystemMXBean();
    StringBuilder out = new StringBuilder();
    out.append(runtime.getVmName()).append(' ').append(runtime.getVmVersion()).append('\n');
    runtime.getInputArguments().forEach(one -> out.append(Secrets.text(one)).append('\n'));
    out.append(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage()).append('\n');
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      out.append(
          "%s: %d collections, %d ms%n"
              .formatted(
                  collector.getName(),
                  collector.getCollectionCount(),
                  collector.getCollectionTime()));
    }
    return out.append(
            "%s %s %s, %d processors, load %.2f%n"
                .formatted(
                    system.getName(),
                    system.getVersion(),
                    system.getArch(),
                    system.getAvailableProcessors(),
                    system.getSystemLoadAverage()))
        .toString();
  }
}
