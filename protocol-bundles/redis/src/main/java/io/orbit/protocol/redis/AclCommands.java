package io.orbit.protocol.redis;

import io.orbit.api.catalog.Role;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** ACL: what users may do here. Users are roles; {@code default} is the administrator. */
final class AclCommands {
  private static final String ADMIN = "admin noscript loading stale";
  private static final String OPEN = "noscript loading stale";
  private static final int MOST_BITS = 4096;
  private static final SecureRandom RANDOM = new SecureRandom();

  private AclCommands() {}

  private static RedisCommand command(String name, int arity, String flags, String since) {
    return new RedisCommand(CommandGroup.SERVER, name, arity, flags).about(since, "O(N)", "");
  }

  static RedisCommand acl() {
    RedisCommand acl =
        new RedisCommand(CommandGroup.SERVER, "ACL", -2, "")
            .about("6.0.0", "O(1)", "What users may do; users are SQL's roles");
    return acl.with(
            command("WHOAMI", 2, OPEN, "6.0.0")
                .about("6.0.0", "O(1)", "The user's name")
                .runs((client, request, reply) -> reply.bulk(AclUser.shownName(client.userName()))))
        .with(
            command("CAT", -2, OPEN, "6.0.0")
                .about("6.0.0", "O(N)", "The categories of commands, or the commands of one")
                .runs(AclCommands::categories))
        .with(
            command("GENPASS", -2, OPEN, "6.0.0")
                .about("6.0.0", "O(1)", "A password at random")
                .runs(AclCommands::password))
        .with(admin("SETUSER", -3, "Makes a user, or changes what it may do").runs(AclUsers::set))
        .with(
            admin("DELUSER", -3, "Removes users and ends their connections").runs(AclUsers::delete))
        .with(admin("GETUSER", 3, "What a user may do").runs(AclCommands::show))
        .with(admin("LIST", 2, "All users with what they may do").runs(AclCommands::list))
        .with(admin("USERS", 2, "The names of all users").runs(AclCommands::names))
        .with(admin("DRYRUN", -4, "Whether a user may run a command").runs(AclCommands::dryRun))
        .with(admin("LOG", -2, "What was refused lately").runs(AclCommands::log))
        .with(admin("SAVE", 2, "Refused: users are kept in the catalog").runs(AclCommands::noFile))
        .with(admin("LOAD", 2, "Refused: users are kept in the catalog").runs(AclCommands::noFile))
        .with(
            command("HELP", 2, "loading stale", "6.0.0")
                .about("6.0.0", "O(1)", "The subcommands")
                .runs((client, request, reply) -> HelpReply.write(acl, reply)));
  }

  private static RedisCommand admin(String name, int arity, String summary) {
    String since = name.equals("DRYRUN") ? "7.0.0" : "6.0.0";
    boolean writes = name.endsWith("USER") && !name.startsWith("GET");
    return command(name, arity, ADMIN + (writes ? " off_loop" : ""), since)
        .about(since, "O(N)", summary);
  }

  private static void categories(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() == 2) {
      reply.array(AclCategories.NAMES.size());
      AclCategories.NAMES.forEach(reply::bulk);
      return;
    }
    if (request.size() > 3) {
      throw StreamWords.wrongSubcommand(request);
    }
    String category = request.text(2).toLowerCase(Locale.ROOT);
    if (!AclCategories.NAMES.contains(category)) {
      throw RedisError.echoing("ERR Unknown category '" + request.text(2) + "'");
    }
    List<String> found =
        client.server().commands().all().stream()
            .flatMap(
                each ->
                    java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(each), each.subcommands().values().stream()))
            .filter(each -> AclCategories.of(each).contains(category))
            .map(RedisCommand::fullName)
            .toList();
    reply.array(found.size());
    found.forEach(reply::bulk);
  }

  private static void password(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() > 3) {
      throw StreamWords.wrongSubcommand(request);
    }
    long bits = request.size() == 3 ? Words.integer(request.argument(2)) : 256;
    if (bits < 1 || bits > MOST_BITS) {
      throw new RedisError(
          "ERR ACL GENPASS argument must be the number of bits for the output password, a positive"
              + " number up to 4096");
    }
    byte[] bytes = new byte[(int) (bits + 7) / 8];
    RANDOM.nextBytes(bytes);
    reply.bulk(HexFormat.of().formatHex(bytes).substring(0, (int) (bits + 3) / 4));
  }

  private static void noFile(RedisClient client, RedisRequest request, RedisReply reply) {
    throw new RedisError(
        "ERR This Redis instance is not configured to use an ACL file. You may want to specify"
            + " users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you"
            + " have a Redis configuration file set) in order to store users in the Redis"
            + " configuration.");
  }

  // ---- showing users

  private static List<Role> users(RedisClient client) {
    WatchingCommands.requireSuperuser(client, "acl");
    return client.server().guard().catalog().current().roles().stream()
        .filter(role -> role.login() || role.settings().containsKey(AclUser.RULES))
        .sorted(Comparator.comparing(role -> AclUser.shownName(role.name())))
        .toList();
  }

  private static void names(RedisClient client, RedisRequest request, RedisReply reply) {
    List<Role> users = users(client);
    reply.array(users.size());
    users.forEach(role -> reply.bulk(AclUser.shownName(role.name())));
  }

  private static void list(RedisClient client, RedisRequest request, RedisReply reply) {
    List<Role> users = users(client);
    reply.array(users.size());
    for (Role role : users) {
      reply.bulk(
          "user "
              + AclUser.shownName(role.name())
              + (role.login() ? " on" : " off")
              + " sanitize-payload "
              + client.server().guard().userOf(role).describe());
    }
  }

  private static void show(RedisClient client, RedisRequest request, RedisReply reply) {
    WatchingCommands.requireSuperuser(client, "acl|getuser");
    Role role = client.server().guard().role(request.argument(2).utf8());
    if (role == null) {
      reply.nil();
      return;
    }
    AclUser user = client.server().guard().userOf(role);
    reply.map(6);
    reply.bulk("flags");
    reply.set(2);
    reply.bulk(role.login() ? "on" : "off");
    reply.bulk("sanitize-payload");
    reply.bulk("passwords");
    reply.array(0);
    showSelector(user.root(), reply);
    reply.bulk("selectors");
    reply.array(user.selectors().size());
    for (AclSelector selector : user.selectors()) {
      reply.map(3);
      showSelector(selector, reply);
    }
  }

  private static void showSelector(AclSelector selector, RedisReply reply) {
    reply.bulk("commands");
    reply.bulk(selector.describeCommands());
    reply.bulk("keys");
    reply.bulk(selector.describeKeys());
    reply.bulk("channels");
    reply.bulk(selector.describeChannels());
  }

  // ---- trying

  private static void dryRun(RedisClient client, RedisRequest request, RedisReply reply) {
    WatchingCommands.requireSuperuser(client, "acl|dryrun");
    String name = request.argument(2).utf8();
    Role role = client.server().guard().role(name);
    if (role == null) {
      throw RedisError.echoing("ERR User '" + request.text(2) + "' not found");
    }
    RedisRequest tried =
        RedisRequest.of(request.from(3).stream().map(each -> each.copy()).toList());
    RedisCommand command = find(client, tried);
    if (command == null) {
      throw RedisError.echoing("ERR Command '" + request.text(3) + "' not found");
    }
    if (!command.accepts(tried.size())) {
      throw RedisError.wrongArguments(command.fullName());
    }
    AclSelector.Verdict verdict = client.server().guard().userOf(role).check(command, tried);
    if (verdict.denial() == AclSelector.Denial.NONE) {
      reply.ok();
    } else {
      reply.bulk(
          AclGuard.inWords(name, verdict).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }
  }

  private static @Nullable RedisCommand find(RedisClient client, RedisRequest tried) {
    RedisCommand command = client.server().commands().find(tried.argument(0));
    if (command == null || !command.isContainer() || tried.size() < 2) {
      return command;
    }
    return command.subcommands().get(tried.text(1).toUpperCase(Locale.ROOT));
  }

  // ---- what was refused

  private static void log(RedisClient client, RedisRequest request, RedisReply reply) {
    WatchingCommands.requireSuperuser(client, "acl|log");
    if (request.size() > 3) {
      throw StreamWords.wrongSubcommand(request);
    }
    AclLog log = client.server().guard().log();
    if (request.size() == 3 && request.argument(2).isWord("RESET")) {
      log.clear();
      reply.ok();
      return;
    }
    long count = request.size() == 3 ? Math.max(0, Words.integer(request.argument(2))) : 10;
    List<AclLog.Entry> entries = log.last(count);
    long now = System.currentTimeMillis();
    reply.array(entries.size());
    for (AclLog.Entry each : entries) {
      reply.map(10);
      reply.bulk("count");
      reply.integer(each.count());
      reply.bulk("reason");
      reply.bulk(each.reason());
      reply.bulk("context");
      reply.bulk(each.context());
      reply.bulk("object");
      reply.bulk(each.object());
      reply.bulk("username");
      reply.bulk(each.user());
      reply.bulk("age-seconds");
      reply.number(String.valueOf((now - each.updatedAt()) / 1000.0));
      reply.bulk("client-info");
      reply.bulk(each.client());
      reply.bulk("entry-id");
      reply.integer(each.id());
      reply.bulk("timestamp-created");
      reply.integer(each.createdAt());
      reply.bulk("timestamp-last-updated");
      reply.integer(each.updatedAt());
    }
  }
}
