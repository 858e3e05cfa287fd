package io.orbit.launcher;

import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.ConfigurationException;
import io.orbit.launcher.configuration.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Starts the server: reads the configuration, takes the data folder, and hands over to Karaf. Exit
 * codes: 0 after a clean stop, 2 for a mistake in the configuration, 3 when the data folder cannot
 * be had, 4 when the container does not start, 5 when it does not stop in time.
 */
public final class Main {
  static final int BAD_CONFIGURATION = 2;
  static final int NO_DATA_DIRECTORY = 3;
  static final int NO_START = 4;
  static final int NO_STOP = 5;

  private static final String PORTS_FILE = "ports";
  private static final Duration START_WARNING = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private Main() {}

  /** Runs the server until it is stopped; see the class for the exit codes. */
  public static void main(String[] arguments) {
    Configuration configuration;
    DataDirectory data;
    try {
      configuration = Configuration.load(List.of(arguments), System.getenv());
      data = DataDirectory.open(configuration.dataDirectory());
    } catch (ConfigurationException mistake) {
      refuse(BAD_CONFIGURATION, mistake.getMessage());
      return;
    } catch (IOException failure) {
      refuse(NO_DATA_DIRECTORY, failure.getMessage());
      return;
    }
    run(configuration, data);
  }

  private static void run(Configuration configuration, DataDirectory data) {
    try {
      setKarafProperties(configuration, data);
    } catch (IOException failure) {
      refuse(NO_DATA_DIRECTORY, failure.getMessage());
    }
    org.apache.karaf.main.Main karaf = new org.apache.karaf.main.Main(new String[0]);
    StopHook stop = new StopHook(karaf, STOP_LIMIT);
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "orbit-stop"));
    StartWatchdog watchdog = new StartWatchdog(karaf, START_WARNING);
    try {
      LauncherActivator.prepare(configuration, watchdog);
      watchdog.start();
      karaf.launch();
      karaf.awaitShutdown();
      System.exit(0);
    } catch (Exception failure) {
      stop.exitWith(NO_START);
      failure.printStackTrace();
      refuse(NO_START, "The container did not start: " + failure);
    }
  }

  private static void setKarafProperties(Configuration configuration, DataDirectory data)
      throws IOException {
    Path home = Path.of(System.getProperty("orbit.home")).toAbsolutePath().normalize();
    Path karaf = data.freshContainerDirectory();
    writePorts(configuration, karaf.resolve(PORTS_FILE));
    Path log = Files.createDirectories(data.path().resolve("log"));
    System.setProperty("karaf.home", home.toString());
    System.setProperty("karaf.base", home.toString());
    System.setProperty("karaf.etc", home.resolve("etc").toString());
    System.setProperty("karaf.data", karaf.toString());
    System.setProperty("karaf.instances", karaf.resolve("instances").toString());
    System.setProperty("karaf.log", log.toString());
    System.setProperty("karaf.startLocalConsole", "false");
    System.setProperty("karaf.startRemoteShell", "true");
    System.setProperty("karaf.handle.sigterm", "false");
    System.setProperty("orbit.data", data.path().toString());
    System.setProperty("orbit.log.level", configuration.get(Settings.LOG_LEVEL));
    System.setProperty(
        "java.util.logging.config.file",
        home.resolve("etc/java.util.logging.properties").toString());
  }

  /** For the command line on this machine: a line for each protocol with its name and port. */
  private static void writePorts(Configuration configuration, Path file) throws IOException {
    long offset = configuration.get(Settings.PORT_OFFSET);
    List<String> lines =
        Settings.ports().stream()
            .map(
                port ->
                    port.setting().key().replaceAll("^server\\.|_port$", "")
                        + " "
                        + (configuration.get(port.setting()) + offset))
            .toList();
    Files.write(file, lines);
  }

  private static void refuse(int exitCode, String message) {
    System.err.println("orbit: " + message);
    System.exit(exitCode);
  }
}
