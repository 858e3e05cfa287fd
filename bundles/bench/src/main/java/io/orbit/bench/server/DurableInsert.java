package io.orbit.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Rows of a hundred bytes, each a transaction of its own that is on disk before its answer: by
 * {@code pgbench} with prepared statements and any number of clients.
 */
final class DurableInsert implements Workload {
  private static final String TABLE =
      "create table durable (id bigint primary key, note text not null);";

  private static final String INSERT =
      "\\set id random(1, 4000000000000000000)\n"
          + "insert into durable values (:id, '%s') on conflict (id) do nothing;\n"
              .formatted("x".repeat(84));

  private final Path program;
  private final Path script;
  private final int clients;

  private DurableInsert(Path program, Path script, int clients) {
    this.program = program;
    this.script = script;
    this.clients = clients;
  }

  static List<Workload> all(Path program, Path folder, List<Integer> clients) throws IOException {
    Path script = Files.writeString(folder.resolve("insert.sql"), INSERT);
    return clients.stream()
        .<Workload>map(number -> new DurableInsert(program, script, number))
        .toList();
  }

  /** Makes the table. */
  static void initialize(Path program, BenchServer server, Path folder) throws IOException {
    Path table = Files.writeString(folder.resolve("table.sql"), TABLE + "\n");
    List<String> call = Pgbench.call(program, server);
    call.addAll(List.of("-n", "-c", "1", "-t", "1", "-f", table.toString()));
    String ignored = Programs.run(call, Pgbench.environment(server));
  }

  @Override
  public String name() {
    return "INSERT, clients: " + clients;
  }

  @Override
  public ToolResult run(BenchServer server, int seconds) throws IOException {
    List<String> call = Pgbench.call(program, server);
    call.addAll(List.of("-n", "-M", "prepared", "-c", Integer.toString(clients)));
    call.addAll(List.of("-j", clients == 1 ? "1" : "2", "-T", Integer.toString(seconds)));
    call.addAll(List.of("-f", script.toString()));
    return Pgbench.parse(Programs.run(call, Pgbench.environment(server)));
  }
}
