package io.orbit.container;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Logs;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/**
 * The newest entries of the log, kept in memory beside the file, and the levels, changed through
 * the logging system's configuration, which nobody writes down. Thread-safe.
 */
@Component(service = Logs.class, immediate = true)
public final class ContainerLogs implements Logs, LogListener {
  private static final int KEPT = 10_000;
  private static final String PID = "org.ops4j.pax.logging";
  private static final String PREFIX = "log4j2.logger.";
  private static final List<String> LEVELS =
      List.of("trace", "debug", "info", "warn", "error", "off");

  private final LogReaderService reader;
  private final ConfigurationAdmin configurations;
  private final Deque<Entry> newest = new ArrayDeque<>();

  @Activate
  public ContainerLogs(
      @Reference LogReaderService reader, @Reference ConfigurationAdmin configurations) {
    this.reader = reader;
    this.configurations = configurations;
    List<LogEntry> before = Collections.list(reader.getLog());
    before.reversed().forEach(this::logged);
    reader.addLogListener(this);
  }

  @Deactivate
  void deactivate() {
    reader.removeLogListener(this);
  }

  @Override
  public void logged(LogEntry entry) {
    Throwable failure = entry.getException();
    String message = entry.getMessage();
    Entry kept =
        new Entry(
            entry.getTime(),
            entry.getLogLevel().name().toLowerCase(Locale.ROOT),
            entry.getLoggerName(),
            String.valueOf(entry.getThreadInfo()),
            failure == null ? message : message + " (" + failure + ")");
    synchronized (newest) {
      newest.addLast(kept);
      if (newest.size() > KEPT) {
        newest.removeFirst();
      }
    }
  }

  @Override
  public List<Entry> tail(int count, String minimumLevel, String logger) {
    int least = severity(minimumLevel);
    List<Entry> found = new ArrayList<>();
    synchronized (newest) {
      Iterator<Entry> backwards = newest.descendingIterator();
      while (backwards.hasNext() && found.size() < count) {
        Entry entry = backwards.next();
        if (entry.logger().startsWith(logger) && severity(entry.level()) >= least) {
          found.add(entry);
        }
      }
    }
    return found.reversed();
  }

  private static int severity(String level) {
    String name = level.toLowerCase(Locale.ROOT);
    if (name.equals(LogLevel.AUDIT.name().toLowerCase(Locale.ROOT))) {
      return LEVELS.size();
    }
    int severity = LEVELS.indexOf(name);
    if (severity < 0) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "\"" + level + "\" is no level; the levels are " + String.join(", ", LEVELS));
    }
    return severity;
  }

  @Override
  public void setLevel(String logger, String level) {
    String key = PREFIX + "set_" + logger.replace('.', '_');
    boolean reset = level.equalsIgnoreCase("default");
    if (!reset) {
      severity(level);
    }
    try {
      Configuration configuration = configurations.getConfiguration(PID, "?");
      Dictionary<String, Object> properties =
          configuration.getProperties() == null
              ? new Hashtable<>()
              : configuration.getProperties();
      if (reset) {
        properties.remove(key + ".name");
        properties.remove(key + ".level");
      } else {
        properties.put(key + ".name", logger);
        properties.put(key + ".level", level.toLowerCase(Locale.ROOT));
      }
      configuration.update(properties);
    } catch (IOException failure) {
      throw new OrbitException(
          ErrorCode.IO_ERROR, "the level could not be set: " + failure.getMessage(), failure);
    }
  }
}
