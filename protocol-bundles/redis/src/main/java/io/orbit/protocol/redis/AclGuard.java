package io.orbit.protocol.redis;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Role;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.security.Session;
import io.orbit.protocol.redis.AclSelector.Denial;
import io.orbit.protocol.redis.AclSelector.Verdict;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Checks what clients may do by the rules of their users. Thread-safe. */
final class AclGuard {
  private static final String CHANGED =
      "ACLs rules changed between the moment the transaction was accumulated and the EXEC call."
          + " This command is no longer allowed for the following reason: ";

  /** A user's rules, good for one version of its role and as long as no command comes or goes. */
  private record Known(long version, CommandTable.Index commands, AclUser user) {}

  /**
   * What a client's session may do, good as long as nothing that it was made of has changed: three
   * comparisons for a command instead of a search in the catalog.
   */
  record Grant(Session session, CatalogView catalog, CommandTable.Index commands, AclUser user) {
    boolean isOf(Session asking, CatalogView now, CommandTable.Index index) {
      return session == asking && catalog == now && commands == index;
    }
  }

  private final Catalog catalog;
  private final CommandTable table;
  private final AclLog log;
  private final AclUser unlimited;
  private final Map<Long, Known> users = new ConcurrentHashMap<>();

  AclGuard(Catalog catalog, CommandTable table, AclLog log) {
    this.catalog = catalog;
    this.table = table;
    this.log = log;
    this.unlimited = AclUser.unlimited(table);
  }

  Catalog catalog() {
    return catalog;
  }

  AclLog log() {
    return log;
  }

  private AclUser userOf(RedisClient client, Session session) {
    Grant grant = client.grant();
    CatalogView now = catalog.current();
    CommandTable.Index commands = table.index();
    if (grant == null || !grant.isOf(session, now, commands)) {
      grant = new Grant(session, now, commands, userOf(session, now));
      client.setGrant(grant);
    }
    return grant.user();
  }

  /** The rules of a session's user as they are now. */
  AclUser userOf(Session session) {
    return userOf(session, catalog.current());
  }

  private AclUser userOf(Session session, CatalogView now) {
    long id = session.sessionUser().roleId();
    return now.object(id).orElse(null) instanceof Role role ? userOf(role) : unlimited;
  }

  AclUser userOf(Role role) {
    Known known = users.get(role.id());
    CommandTable.Index commands = table.index();
    if (known == null || known.version() != role.version() || known.commands() != commands) {
      known = new Known(role.version(), commands, AclUser.of(table, role));
      users.put(role.id(), known);
    }
    return known.user();
  }

  /** Where a command comes from. */
  enum Origin {
    CLIENT(""),
    EXEC(CHANGED),
    SCRIPT("ACL failure in script: ");

    private final String explanation;

    Origin(String explanation) {
      this.explanation = explanation;
    }

    String context(RedisClient client) {
      return switch (this) {
        case CLIENT -> client.transaction().isOpen() ? "multi" : "toplevel";
        case EXEC -> "multi";
        case SCRIPT -> "lua";
      };
    }
  }

  /** Refuses what the client may not do, and logs that. */
  void require(RedisClient client, RedisCommand command, RedisRequest request, Origin origin) {
    Session session = client.session();
    if (session == null) {
      return;
    }
    AclUser user = userOf(client, session);
    if (user.isUnlimited()) {
      return;
    }
    Verdict verdict = user.check(command, request);
    if (verdict.denial() == Denial.NONE) {
      requireOwnKeys(user, command, request);
      return;
    }
    String name = AclUser.shownName(session.sessionUser().name());
    log.add(client, name, verdict.denial().word(), origin.context(client), verdict.object());
    String code = origin == Origin.SCRIPT ? "ERR " : "NOPERM ";
    throw RedisError.echoing(code + origin.explanation + brief(name, verdict));
  }

  /** Whether the client may run a command, without a word in the log. */
  boolean allows(RedisClient client, RedisCommand command, RedisRequest request) {
    Session session = client.session();
    return session == null
        || userOf(session).check(command, request).denial() == AclSelector.Denial.NONE;
  }

  /** Whether there is a user of that name. */
  boolean isUser(String name) {
    return catalog.current().role(name).isPresent();
  }

  private static void requireOwnKeys(AclUser user, RedisCommand command, RedisRequest request) {
    if (!command.fullName().startsWith("sort") || user.mayReadAllKeys()) {
      return;
    }
    for (int i = 2; i + 1 < request.size(); i++) {
      ByteRange word = request.argument(i);
      boolean by = word.isWord("BY") && request.text(i + 1).indexOf('*') >= 0;
      if (by || word.isWord("GET")) {
        throw new RedisError(
            "ERR "
                + (by ? "BY" : "GET")
                + " option of SORT denied due to insufficient ACL permissions.");
      }
    }
  }

  private static String brief(String name, Verdict verdict) {
    return switch (verdict.denial()) {
      case NONE -> "";
      case COMMAND -> inWords(name, verdict);
      case KEY -> "No permissions to access a key";
      case CHANNEL -> "No permissions to access a channel";
    };
  }

  /** As ACL DRYRUN says it. */
  static String inWords(String name, Verdict verdict) {
    return switch (verdict.denial()) {
      case NONE -> "OK";
      case COMMAND ->
          "User " + name + " has no permissions to run the '" + verdict.object() + "' command";
      case KEY ->
          "User " + name + " has no permissions to access the '" + verdict.object() + "' key";
      case CHANNEL ->
          "User " + name + " has no permissions to access the '" + verdict.object() + "' channel";
    };
  }

  /** Whether a client may hear all that it has subscribed to. */
  boolean mayHearAll(RedisClient client) {
    Session session = client.session();
    if (session == null) {
      return true;
    }
    AclUser user = userOf(session);
    return client.subscriptions().all().stream().allMatch(user::mayHear);
  }

  /** Null when there is none of that name. */
  @Nullable Role role(String shownName) {
    return catalog.current().role(AclUser.roleName(shownName)).orElse(null);
  }
}
