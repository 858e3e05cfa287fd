package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** LATENCY: commands that took long, for superusers. */
final class LatencyCommands {
  private static final String FLAGS = "admin noscript loading stale";

  private LatencyCommands() {}

  private static RedisCommand command(String name, int arity, String summary) {
    return new RedisCommand(CommandGroup.SERVER, name, arity, FLAGS)
        .about("2.8.13", "O(1)", summary);
  }

  static RedisCommand latency() {
    RedisCommand latency =
        new RedisCommand(CommandGroup.SERVER, "LATENCY", -2, "")
            .about("2.8.13", "O(1)", "Commands that took long");
    return latency
        .with(command("LATEST", 2, "The last and the worst, by kind").runs(LatencyCommands::latest))
        .with(command("HISTORY", 3, "Those of a kind over time").runs(LatencyCommands::history))
        .with(command("RESET", -2, "Forgets them").runs(LatencyCommands::reset))
        .with(command("GRAPH", 3, "Those of a kind, drawn").runs(LatencyCommands::graph))
        .with(
            new RedisCommand(CommandGroup.SERVER, "HISTOGRAM", -2, FLAGS)
                .about("7.0.0", "O(N) in the number of commands", "How long commands took")
                .runs(LatencyCommands::histogram))
        .with(command("DOCTOR", 2, "The same in words").runs(LatencyCommands::doctor))
        .with(
            new RedisCommand(CommandGroup.SERVER, "HELP", 2, "loading stale")
                .about("2.8.13", "O(1)", "The subcommands")
                .runs((client, request, reply) -> HelpReply.write(latency, reply)));
  }

  private static LatencyLog log(RedisClient client, RedisRequest request) {
    WatchingCommands.requireSuperuser(
        client, "latency|" + request.text(1).toLowerCase(Locale.ROOT));
    return client.server().latency();
  }

  private static void latest(RedisClient client, RedisRequest request, RedisReply reply) {
    List<LatencyLog.Summary> all = log(client, request).latest();
    reply.array(all.size());
    for (LatencyLog.Summary each : all) {
      reply.array(4);
      reply.bulk(each.name());
      reply.integer(each.last().at());
      reply.integer(each.last().milliseconds());
      reply.integer(each.worst());
    }
  }

  private static void history(RedisClient client, RedisRequest request, RedisReply reply) {
    List<LatencyLog.Sample> samples = log(client, request).history(request.text(2));
    reply.array(samples.size());
    for (LatencyLog.Sample each : samples) {
      reply.array(2);
      reply.integer(each.at());
      reply.integer(each.milliseconds());
    }
  }

  private static void graph(RedisClient client, RedisRequest request, RedisReply reply) {
    LatencyLog log = log(client, request);
    String event = request.text(2);
    for (LatencyLog.Summary each : log.latest()) {
      if (each.name().equals(event)) {
        LatencyGraph graph =
            new LatencyGraph(log.history(event), System.currentTimeMillis() / 1000);
        reply.verbatim(graph.draw(event, each.worst()));
        return;
      }
    }
    throw RedisError.echoing("ERR No samples available for event '" + event + "'");
  }

  private static void histogram(RedisClient client, RedisRequest request, RedisReply reply) {
    WatchingCommands.requireSuperuser(client, "latency|histogram");
    CommandTable table = client.server().commands();
    List<RedisCommand> timed = new ArrayList<>();
    Stream<RedisCommand> asked =
        request.size() == 2
            ? table.all().stream()
            : request.from(2).stream()
                .map(name -> table.find(name.latin1()))
                .filter(Objects::nonNull);
    asked.forEach(
        each -> {
          addTimed(each, timed);
          each.subcommands().values().forEach(sub -> addTimed(sub, timed));
        });
    reply.map(timed.size());
    for (RedisCommand each : timed) {
      List<Long> steps = new ArrayList<>();
      LatencyBuckets buckets = each.latency();
      if (buckets != null) {
        buckets.forEach((end, calls) -> steps.addAll(List.of(end, calls)));
      }
      reply.bulk(each.fullName());
      reply.map(2);
      reply.bulk("calls");
      reply.integer(each.calls.sum());
      reply.bulk("histogram_usec");
      reply.map(steps.size() / 2);
      steps.forEach(reply::integer);
    }
  }

  private static void addTimed(RedisCommand command, List<RedisCommand> timed) {
    if (command.latency() != null) {
      timed.add(command);
    }
  }

  private static void reset(RedisClient client, RedisRequest request, RedisReply reply) {
    List<String> names = request.from(2).stream().map(ByteRange::latin1).toList();
    reply.integer(log(client, request).reset(names));
  }

  private static void doctor(RedisClient client, RedisRequest request, RedisReply reply) {
    LatencyLog log = log(client, request);
    if (!log.isOn()) {
      reply.verbatim(
          "I'm sorry, Dave, I can't do that. Latency monitoring is disabled in this Redis instance."
              + " You may use \"CONFIG SET latency-monitor-threshold <milliseconds>.\" in order to"
              + " enable it.\n");
      return;
    }
    Map<String, List<LatencyLog.Sample>> all = log.all();
    if (all.isEmpty()) {
      reply.verbatim(
          "Dave, no latency spike was observed during the lifetime of this Redis instance, not in"
              + " the slightest bit. I honestly think you ought to sit down calmly, take a stress"
              + " pill, and think things over.\n");
      return;
    }
    StringBuilder text =
        new StringBuilder(
            "Dave, I have observed latency spikes in this Redis instance. You don't mind talking"
                + " about it, do you Dave?\n\n");
    int number = 1;
    for (Map.Entry<String, List<LatencyLog.Sample>> each : all.entrySet()) {
      text.append(number++).append(". ").append(each.getKey()).append(": ");
      text.append(inWords(each.getValue()));
    }
    text.append("\nSLOWLOG GET shows which commands took long, with their words.\n");
    reply.verbatim(text.toString());
  }

  private static String inWords(List<LatencyLog.Sample> samples) {
    double average =
        samples.stream().mapToLong(LatencyLog.Sample::milliseconds).average().orElse(0);
    double deviation =
        samples.stream()
            .mapToDouble(each -> Math.abs(each.milliseconds() - average))
            .average()
            .orElse(0);
    long worst = samples.stream().mapToLong(LatencyLog.Sample::milliseconds).max().orElse(0);
    double period =
        (double) (System.currentTimeMillis() / 1000 - samples.getFirst().at()) / samples.size();
    return String.format(
        Locale.ROOT,
        "%d latency spikes (average %dms, mean deviation %dms, period %.2f sec). Worst all time"
            + " event %dms.%n",
        samples.size(),
        (long) average,
        (long) deviation,
        period,
        worst);
  }
}
