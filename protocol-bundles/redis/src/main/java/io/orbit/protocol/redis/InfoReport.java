package io.orbit.protocol.redis;

import io.orbit.api.keyspace.Keys;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.storage.StoreStatistics;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * INFO: the fields that monitoring reads, under Redis' names, in its sections. What Redis counts
 * and we do not have (replication links, copy-on-write sizes …) is left out, not made up.
 */
final class InfoReport {
  private static final List<String> DEFAULT_SECTIONS =
      List.of(
          "server",
          "clients",
          "memory",
          "persistence",
          "stats",
          "replication",
          "cpu",
          "errorstats",
          "cluster",
          "keyspace");

  private final RedisClient client;
  private final RedisServer server;
  private final StringBuilder out = new StringBuilder();

  InfoReport(RedisClient client) {
    this.client = client;
    this.server = client.server();
  }

  String text(List<String> asked) {
    for (String section : sections(asked)) {
      write(section);
    }
    return out.toString();
  }

  private static Set<String> sections(List<String> asked) {
    Set<String> sections = new java.util.LinkedHashSet<>();
    for (String given : asked.isEmpty() ? List.of("default") : asked) {
      String section = given.toLowerCase(Locale.ROOT);
      switch (section) {
        case "default" -> sections.addAll(DEFAULT_SECTIONS);
        case "all", "everything" -> {
          List<String> all = new ArrayList<>(DEFAULT_SECTIONS);
          all.add(all.indexOf("errorstats"), "commandstats");
          all.add(all.indexOf("errorstats") + 1, "latencystats");
          sections.addAll(all);
        }
        default -> sections.add(section);
      }
    }
    return sections;
  }

  private void write(String section) {
    switch (section) {
      case "server" -> writeServer();
      case "clients" -> writeClients();
      case "memory" -> writeMemory();
      case "persistence" -> writePersistence();
      case "stats" -> writeStatistics();
      case "replication" -> writeReplication();
      case "cpu" -> writeCpu();
      case "commandstats" -> writeCommands();
      case "errorstats" -> writeErrors();
      case "latencystats" -> writeLatencies();
      case "cluster" -> {
        title("Cluster");
        field("cluster_enabled", 0);
      }
      case "keyspace" -> writeKeyspace();
      default -> {
        // Redis answers nothing for a section it does not know.
      }
    }
  }

  private void title(String name) {
    if (!out.isEmpty()) {
      out.append("\r\n");
    }
    out.append("# ").append(name).append("\r\n");
  }

  private void field(String name, Object value) {
    out.append(name).append(':').append(value).append("\r\n");
  }

  private void writeServer() {
    ServerInfo info = server.info();
    long uptime = (System.currentTimeMillis() - info.startedAt()) / 1000;
    title("Server");
    field("redis_version", RedisServer.VERSION);
    field("redis_mode", "standalone");
    field("orbit_version", info.version());
    field(
        "os",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    field("arch_bits", 64);
    field("process_id", ProcessHandle.current().pid());
    field("run_id", info.runId());
    var connection = client.connection();
    if (connection != null && connection.localAddress() instanceof InetSocketAddress internet) {
      field("tcp_port", internet.getPort());
    }
    field("server_time_usec", System.currentTimeMillis() * 1000);
    field("uptime_in_seconds", uptime);
    field("uptime_in_days", uptime / 86_400);
    field("executable", "orbit");
    field("config_file", "");
  }

  private void writeClients() {
    title("Clients");
    field("connected_clients", server.clients().size());
    field("cluster_connections", 0);
    field("client_recent_max_input_buffer", 0);
    field("client_recent_max_output_buffer", 0);
    field(
        "blocked_clients",
        server.clients().stream().filter(each -> each.blocking().isBlocked()).count());
    field("tracking_clients", server.tracking().clients());
    field("clients_in_timeout_table", 0);
  }

  private void writeMemory() {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    StoreStatistics store = server.store().statistics();
    long writers = server.settings().writersLimit();
    long limit = writers == 0 ? server.info().memoryLimit() : writers;
    title("Memory");
    field("used_memory", used);
    field("used_memory_human", MemorySize.format(used));
    field("used_memory_rss", runtime.totalMemory());
    field("used_memory_rss_human", MemorySize.format(runtime.totalMemory()));
    field("used_memory_peak", runtime.totalMemory());
    field("used_memory_peak_human", MemorySize.format(runtime.totalMemory()));
    field("used_memory_overhead", Math.max(0, used - store.memoryBytes()));
    field("used_memory_startup", 0);
    field("used_memory_dataset", store.memoryBytes());
    field("total_system_memory", runtime.maxMemory());
    field("maxmemory", limit);
    field("maxmemory_human", MemorySize.format(limit));
    field("maxmemory_policy", server.settings().evictionPolicy().wireName());
    field(
        "mem_fragmentation_ratio",
        String.format(Locale.ROOT, "%.2f", (double) runtime.totalMemory() / Math.max(1, used)));
    field("mem_allocator", "jvm-" + Runtime.version());
  }

  private void writePersistence() {
    StoreStatistics store = server.store().statistics();
    title("Persistence");
    field("loading", 0);
    field("async_loading", 0);
    field("rdb_changes_since_last_save", server.changesSinceSave());
    field("rdb_bgsave_in_progress", server.isSaving() ? 1 : 0);
    field("rdb_last_save_time", server.savedAt());
    field("rdb_last_bgsave_status", "ok");
    field("aof_enabled", 1);
    field("aof_rewrite_in_progress", 0);
    field("aof_last_write_status", "ok");
    field("aof_current_size", store.logBytes());
    field("orbit_log_position", store.logPosition());
    field("orbit_durable_position", store.durablePosition());
    field("orbit_checkpoint_position", store.checkpointPosition());
  }

  private void writeStatistics() {
    RedisStatistics statistics = server.statistics();
    StoreStatistics store = server.store().statistics();
    title("Stats");
    field("total_connections_received", statistics.connections.sum());
    field("total_commands_processed", statistics.commands.sum());
    field("total_net_input_bytes", statistics.bytesIn.sum());
    field("total_net_output_bytes", statistics.bytesOut.sum());
    field("keyspace_hits", statistics.hits.sum());
    field("keyspace_misses", statistics.misses.sum());
    field("client_output_buffer_limit_disconnections", statistics.outputLimitDisconnections.sum());
    field("evicted_keys", statistics.evicted.sum());
    field("sync_full", 0);
    field("sync_partial_ok", 0);
    field("sync_partial_err", 0);
    field("latest_fork_usec", 0);
    field("pubsub_channels", server.subscriptions().count(Subscriptions.Kind.CHANNEL));
    field("pubsub_patterns", server.subscriptions().count(Subscriptions.Kind.PATTERN));
    field("pubsubshard_channels", server.subscriptions().count(Subscriptions.Kind.SHARD_CHANNEL));
    field("tracking_total_keys", server.tracking().keys());
    field("tracking_total_items", server.tracking().items());
    field("tracking_total_prefixes", server.tracking().prefixes());
    field("total_error_replies", statistics.errors.sum());
    field("orbit_commits", store.commits());
    field("orbit_rollbacks", store.rollbacks());
    field("orbit_deadlocks", store.deadlocks());
    field("orbit_serialization_failures", store.serializationFailures());
  }

  private void writeReplication() {
    title("Replication");
    ReplicaLink link = server.replica();
    field("role", link == null ? "master" : "slave");
    if (link != null) {
      writeReplica(link);
    }
    field("connected_slaves", 0);
    field("master_replid", server.info().runId());
    field("master_repl_offset", 0);
  }

  private void writeReplica(ReplicaLink link) {
    boolean up = link.state() == ReplicaLink.State.CONNECTED;
    boolean copying = link.state() == ReplicaLink.State.SYNC;
    field("master_host", link.source().host());
    field("master_port", link.source().port());
    field("master_link_status", up ? "up" : "down");
    field("master_last_io_seconds_ago", (System.currentTimeMillis() - link.heardAt()) / 1000);
    field("master_sync_in_progress", copying ? 1 : 0);
    field("slave_read_repl_offset", link.offset());
    field("slave_repl_offset", link.offset());
    if (copying) {
      field("master_sync_total_bytes", link.copyBytes());
      field("master_sync_read_bytes", link.copied());
      field("master_sync_left_bytes", Math.max(0, link.copyBytes() - link.copied()));
    }
    field("slave_read_only", 1);
    field("orbit_source_history", link.history());
    field("orbit_replica_failures", link.failures());
    field("orbit_replica_problem", link.problem().replaceAll("[\\r\\n]", " "));
  }

  private void writeCpu() {
    title("CPU");
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      field("used_cpu_user", String.format(Locale.ROOT, "%.6f", system.getProcessCpuTime() / 1e9));
    }
  }

  private void writeCommands() {
    title("Commandstats");
    for (RedisCommand command : server.commands().all()) {
      writeCommand(command, null);
      command.subcommands().values().forEach(each -> writeCommand(each, command));
    }
  }

  private void writeCommand(
      RedisCommand command, @org.jspecify.annotations.Nullable RedisCommand container) {
    long calls = command.calls.sum();
    long rejected = command.rejected.sum();
    if (calls == 0 && rejected == 0) {
      return;
    }
    long microseconds = command.nanoseconds.sum() / 1000;
    field(
        "cmdstat_" + command.fullName(container),
        String.format(
            Locale.ROOT,
            "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
            calls,
            microseconds,
            calls == 0 ? 0.0 : (double) microseconds / calls,
            rejected,
            command.failed.sum()));
  }

  private void writeLatencies() {
    title("Latencystats");
    for (RedisCommand command : server.commands().all()) {
      writeLatency(command);
      command.subcommands().values().forEach(this::writeLatency);
    }
  }

  private void writeLatency(RedisCommand command) {
    LatencyBuckets buckets = command.latency();
    if (buckets != null) {
      field(
          "latency_percentiles_usec_" + command.fullName(),
          String.format(
              Locale.ROOT,
              "p50=%.3f,p99=%.3f,p99.9=%.3f",
              buckets.percentile(50),
              buckets.percentile(99),
              buckets.percentile(99.9)));
    }
  }

  private void writeErrors() {
    title("Errorstats");
    server
        .statistics()
        .errorCodes()
        .forEach((code, count) -> field("errorstat_" + code, "count=" + count.sum()));
  }

  private void writeKeyspace() {
    title("Keyspace");
    if (!client.isAuthenticated()) {
      return;
    }
    Keys keys = client.keys();
    for (int i = 0; i < RedisServer.DATABASES; i++) {
      long count = keys.count(i);
      if (count > 0) {
        field("db" + i, "keys=" + count + ",expires=" + keys.countExpiring(i) + ",avg_ttl=0");
      }
    }
  }
}
