package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** CLIENT TRACKING and what belongs to it. */
final class TrackingCommands {
  private static final String FLAGS = "noscript loading stale connection_only";
  private static final String OTHER_MODE =
      " before disabling tracking for this client, and then re-enabling it with a different mode.";

  private TrackingCommands() {}

  static List<RedisCommand> subcommands() {
    return List.of(
        command("TRACKING", -3)
            .about("6.0.0", "O(1)", "Tells this client when keys change that it has read")
            .runs(TrackingCommands::track),
        command("CACHING", 3)
            .about("6.0.0", "O(1)", "Whether the next command's keys are tracked")
            .runs(TrackingCommands::cache),
        command("TRACKINGINFO", 2)
            .about("6.2.0", "O(1)", "How this client tracks keys")
            .runs(TrackingCommands::describe),
        command("GETREDIR", 2)
            .about("6.0.0", "O(1)", "The client that gets this one's invalidations")
            .runs((client, request, reply) -> reply.integer(redirect(client))));
  }

  private static RedisCommand command(String name, int arity) {
    return new RedisCommand(CommandGroup.CONNECTION, name, arity, FLAGS);
  }

  private static long redirect(RedisClient client) {
    return client.tracking().isOn() ? client.tracking().options().redirect() : -1;
  }

  /** The words of CLIENT TRACKING. */
  private static final class Asked {
    private boolean broadcast;
    private boolean optIn;
    private boolean optOut;
    private boolean noLoop;
    private long redirect;
    private final List<ByteRange> prefixes = new ArrayList<>();

    static Asked parse(RedisClient client, RedisRequest request) {
      Asked asked = new Asked();
      for (int i = 3; i < request.size(); i++) {
        ByteRange word = request.argument(i);
        boolean more = i + 1 < request.size();
        if (word.isWord("REDIRECT") && more) {
          asked.setRedirect(client, request.argument(++i));
        } else if (word.isWord("BCAST")) {
          asked.broadcast = true;
        } else if (word.isWord("OPTIN")) {
          asked.optIn = true;
        } else if (word.isWord("OPTOUT")) {
          asked.optOut = true;
        } else if (word.isWord("NOLOOP")) {
          asked.noLoop = true;
        } else if (word.isWord("PREFIX") && more) {
          asked.prefixes.add(ByteRange.of(request.argument(++i).copy()));
        } else {
          throw RedisError.syntax();
        }
      }
      return asked;
    }

    private void setRedirect(RedisClient client, ByteRange word) {
      if (redirect != 0) {
        throw new RedisError("ERR A client can only redirect to a single other client");
      }
      redirect = Words.integer(word);
      RedisClient receiver = client.server().client(redirect);
      if (receiver == null || !receiver.userName().equals(client.userName())) {
        throw new RedisError("ERR The client ID you want redirect to does not exist");
      }
    }

    ClientTracking.Options over(ClientTracking now) {
      check(now);
      Set<ByteRange> all = new LinkedHashSet<>(now.options().prefixes());
      if (broadcast) {
        checkPrefixes(all);
        all.addAll(prefixes.isEmpty() ? List.of(ByteRange.of("")) : prefixes);
      }
      return new ClientTracking.Options(broadcast, optIn, optOut, noLoop, redirect, all);
    }

    private void check(ClientTracking now) {
      if (!broadcast && !prefixes.isEmpty()) {
        throw new RedisError("ERR PREFIX option requires BCAST mode to be enabled");
      }
      if (now.isOn() && now.options().broadcast() != broadcast) {
        throw new RedisError("ERR You can't switch BCAST mode on/off" + OTHER_MODE);
      }
      if (broadcast && (optIn || optOut)) {
        throw new RedisError("ERR OPTIN and OPTOUT are not compatible with BCAST");
      }
      if (optIn && optOut) {
        throw new RedisError("ERR You can't use both OPTIN mode and OPTOUT mode");
      }
      if (optIn && now.options().optOut() || optOut && now.options().optIn()) {
        throw new RedisError("ERR You can't switch OPTIN/OPTOUT mode" + OTHER_MODE);
      }
    }

    private void checkPrefixes(Set<ByteRange> existing) {
      for (int i = 0; i < prefixes.size(); i++) {
        ByteRange prefix = prefixes.get(i);
        for (ByteRange other : existing) {
          if (overlap(prefix, other)) {
            throw overlapping(prefix, "an existing prefix", other);
          }
        }
        for (ByteRange other : prefixes.subList(i + 1, prefixes.size())) {
          if (overlap(prefix, other)) {
            throw overlapping(prefix, "another provided prefix", other);
          }
        }
      }
    }

    private static boolean overlap(ByteRange a, ByteRange b) {
      return Tracking.startsWith(a, b) || Tracking.startsWith(b, a);
    }

    private static RedisError overlapping(ByteRange prefix, String what, ByteRange other) {
      return RedisError.echoing(
          "ERR Prefix '"
              + prefix.latin1()
              + "' overlaps with "
              + what
              + " '"
              + other.latin1()
              + "'. Prefixes for a single client must not overlap.");
    }
  }

  private static void track(RedisClient client, RedisRequest request, RedisReply reply) {
    Asked asked = Asked.parse(client, request);
    if (request.argument(2).isWord("ON")) {
      client.server().tracking().start(client, asked.over(client.tracking()));
    } else if (request.argument(2).isWord("OFF")) {
      client.server().tracking().stop(client);
    } else {
      throw RedisError.syntax();
    }
    reply.ok();
  }

  private static void cache(RedisClient client, RedisRequest request, RedisReply reply) {
    ClientTracking tracking = client.tracking();
    if (!tracking.isOn()) {
      throw new RedisError(
          "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or"
              + " OPTOUT mode enabled");
    }
    if (request.argument(2).isWord("YES")) {
      if (!tracking.options().optIn()) {
        throw new RedisError(
            "ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
      }
    } else if (request.argument(2).isWord("NO")) {
      if (!tracking.options().optOut()) {
        throw new RedisError(
            "ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
      }
    } else {
      throw RedisError.syntax();
    }
    tracking.setCaching(true);
    reply.ok();
  }

  private static void describe(RedisClient client, RedisRequest request, RedisReply reply) {
    ClientTracking tracking = client.tracking();
    ClientTracking.Options options = tracking.options();
    List<String> flags = new ArrayList<>();
    flags.add(tracking.isOn() ? "on" : "off");
    if (options.broadcast()) {
      flags.add("bcast");
    }
    if (options.optIn()) {
      flags.add("optin");
    }
    if (options.optIn() && tracking.isCaching()) {
      flags.add("caching-yes");
    }
    if (options.optOut()) {
      flags.add("optout");
    }
    if (options.optOut() && tracking.isCaching()) {
      flags.add("caching-no");
    }
    if (options.noLoop()) {
      flags.add("noloop");
    }
    if (tracking.isRedirectionBroken()) {
      flags.add("broken_redirect");
    }
    reply.map(3);
    reply.bulk("flags");
    reply.set(flags.size());
    flags.forEach(reply::bulk);
    reply.bulk("redirect");
    reply.integer(redirect(client));
    reply.bulk("prefixes");
    List<ByteRange> prefixes = options.prefixes().stream().sorted().toList();
    reply.array(prefixes.size());
    prefixes.forEach(reply::bulk);
  }
}
