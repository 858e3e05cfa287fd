package io.orbit.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of {@code pgbench}'s own scripts with 8 clients, by simple or prepared statements. */
final class Pgbench implements Workload {
  static final int CLIENTS = 8;
  private static final int THREADS = 2;
  private static final Pattern TRANSACTIONS =
      Pattern.compile("number of transactions actually processed: (\\d+)");
  private static final Pattern RATE =
      Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");

  private final Path program;
  private final String script;
  private final String mode;

  Pgbench(Path program, String script, String mode) {
    this.program = program;
    this.script = script;
    this.mode = mode;
  }

  /** Makes and fills the tables of all scripts; a scale of 10 is a million accounts. */
  static void initialize(Path program, BenchServer server, int scale) throws IOException {
    List<String> call = call(program, server);
    call.addAll(List.of("-i", "-q", "-s", Integer.toString(scale)));
    Programs.run(call, environment(server));
  }

  @Override
  public String name() {
    return script + ", " + mode;
  }

  @Override
  public ToolResult run(BenchServer server, int seconds) throws IOException {
    List<String> call = call(program, server);
    call.addAll(List.of("-n", "-b", script, "-M", mode));
    call.addAll(List.of("-c", Integer.toString(CLIENTS), "-j", Integer.toString(THREADS)));
    call.addAll(List.of("-T", Integer.toString(seconds)));
    return parse(Programs.run(call, environment(server)));
  }

  static List<String> call(Path program, BenchServer server) {
    String port = Integer.toString(server.port());
    return new ArrayList<>(List.of(program.toString(), "-h", BenchServer.HOST, "-p", port));
  }

  static Map<String, String> environment(BenchServer server) {
    Login login = server.login();
    return Map.of(
        "PGUSER", login.user(),
        "PGDATABASE", login.user(),
        "PGPASSWORD", login.password(),
        "PGSSLMODE", "disable");
  }

  static ToolResult parse(String said) throws IOException {
    Matcher transactions = TRANSACTIONS.matcher(said);
    Matcher rate = RATE.matcher(said);
    if (!transactions.find() || !rate.find()) {
      throw new IOException("pgbench says no rate:\n" + said);
    }
    return new ToolResult(Long.parseLong(transactions.group(1)), Double.parseDouble(rate.group(1)));
  }
}
