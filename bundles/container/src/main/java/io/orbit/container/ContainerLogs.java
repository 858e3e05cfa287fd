package io.orbit.container;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Logs;
import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ops4j.pax.logging.spi.PaxAppender;
import org.ops4j.pax.logging.spi.PaxLoggingEvent;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The server's log: the newest entries, handed over by Pax Logging as they are written, and levels,
 * which are Config Admin's. A level that is set here lasts until the server stops.
 */
@Component(
    service = {Logs.class, PaxAppender.class},
    immediate = true,
    property = "org.ops4j.pax.logging.appender.name=OrbitLogs")
public final class ContainerLogs implements Logs, PaxAppender {
  private static final int CAPACITY = 2000;
  private static final String PID = "org.ops4j.pax.logging";
  private static final Set<String> LEVELS =
      Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF", "DEFAULT");

  private final LogBuffer buffer = new LogBuffer(CAPACITY);
  private final ConfigurationAdmin admin;

  /** Begins with an empty buffer. */
  @Activate
  public ContainerLogs(@Reference ConfigurationAdmin admin) {
    this.admin = admin;
  }

  @Override
  public void doAppend(PaxLoggingEvent event) {
    buffer.add(
        new Entry(
            event.getTimeStamp(),
            event.getLevel().toString(),
            event.getLoggerName(),
            event.getThreadName(),
            String.valueOf(event.getMessage())));
  }

  @Override
  public List<Entry> tail(int count, String minimumLevel, String logger) {
    return buffer.tail(count, minimumLevel, logger);
  }

  @Override
  public Tail after(long position, int count, String minimumLevel, String logger) {
    return buffer.after(position, count, minimumLevel, logger);
  }

  @Override
  public void setLevel(String logger, String level) {
    String wanted = level.toUpperCase(Locale.ROOT);
    if (!LEVELS.contains(wanted)) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE, "\"" + level + "\" is no level of the log");
    }
    if (!logger.matches("[A-Za-z0-9_.$-]+")) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE, "\"" + logger + "\" is no name of a logger");
    }
    try {
      Configuration configuration = admin.getConfiguration(PID, "?");
      Dictionary<String, Object> properties = configuration.getProperties();
      if (properties == null) {
        properties = new Hashtable<>();
      }
      String key = "log4j2.logger.set_" + logger.replace('.', '_');
      if (wanted.equals("DEFAULT")) {
        properties.remove(key + ".name");
        properties.remove(key + ".level");
      } else {
        properties.put(key + ".name", logger);
        properties.put(key + ".level", wanted);
      }
      configuration.update(properties);
    } catch (IOException failure) {
      throw new OrbitException(
          ErrorCode.IO_ERROR, "the level cannot be set: " + failure.getMessage(), failure);
    }
  }
}
