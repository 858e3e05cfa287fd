package io.orbit.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL as it comes, every commit synced, but with memory enough for all data and without a
 * checkpoint in the middle: as little in its way as in Orbit's.
 */
final class PostgresPeer implements BenchServer {
  private static final String USER = "postgres";

  private final Path programs;
  private final Path data;
  private final int port;
  private final long pid;

  private PostgresPeer(Path programs, Path data, int port, long pid) {
    this.programs = programs;
    this.data = data;
    this.port = port;
    this.pid = pid;
  }

  static PostgresPeer start(Path folder) throws IOException {
    Path programs = Programs.postgres();
    int port = Ports.free();
    Path home = Files.createDirectories(folder.resolve("postgres"));
    if (isRoot()) {
      Files.setOwner(
          home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
    }
    Path data = home.resolve("data");
    run(programs, "initdb", "-D", data.toString(), "-U", USER, "-A", "trust", "-E", "UTF8");
    String settings =
        "-p %d -c listen_addresses=%s -c unix_socket_directories=%s -c shared_buffers=1GB -c max_wal_size=4GB"
            .formatted(port, HOST, home);
    String log = home.resolve("log").toString();
    run(programs, "pg_ctl", "-D", data.toString(), "-l", log, "-w", "-s", "-o", settings, "start");
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    return new PostgresPeer(programs, data, port, pid);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** PostgreSQL refuses to run as root; the user that its package makes is there then. */
  private static void run(Path programs, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of(Programs.find("runuser").toString(), "-u", USER, "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    Programs.run(command, Map.of("LC_ALL", "C.UTF-8"));
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Login login() {
    return new Login(USER, "");
  }

  @Override
  public Duration processorTime() {
    return Processes.processorTime(pid);
  }

  @Override
  public void close() {
    try {
      run(programs, "pg_ctl", "-D", data.toString(), "-w", "-s", "-m", "fast", "stop");
    } catch (IOException stays) {
      System.err.println("PostgreSQL did not stop: " + stays.getMessage());
    }
  }
}
