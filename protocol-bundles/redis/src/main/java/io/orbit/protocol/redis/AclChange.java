package io.orbit.protocol.redis;

import io.orbit.api.catalog.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ACL SETUSER: the words, applied to a role, or to one that is to be made. */
final class AclChange {
  private static final String ONE_PASSWORD =
      "a user has one password here, kept as a SCRAM verifier: set it with '>', take it away with"
          + " 'resetpass'";

  private final RedisServer server;
  private final String name;
  private final @Nullable Role old;
  private final AclUser rights;
  private boolean login;
  private @Nullable String scram;
  private boolean limited;

  AclChange(RedisServer server, String name, @Nullable Role old) {
    this.server = server;
    this.name = name;
    this.old = old;
    this.limited = old == null || old.settings().containsKey(AclUser.RULES);
    this.rights =
        old == null ? AclUser.without(server.commands()) : AclUser.of(server.commands(), old);
    this.login = old != null && old.login();
    this.scram = old == null ? null : old.scram();
  }

  /** Applies all words, or fails without a trace. */
  void apply(List<String> words) {
    for (String word : AclWords.merge(words)) {
      String problem = apply(word);
      if (problem != null) {
        throw RedisError.echoing("ERR Error in ACL SETUSER modifier '" + word + "': " + problem);
      }
    }
  }

  private @Nullable String apply(String word) {
    switch (word.toLowerCase(Locale.ROOT)) {
      case "on" -> login = true;
      case "off" -> {
        if (name.equals(AclUser.ADMINISTRATOR)) {
          return "the administrator is not switched off from here: see ALTER ROLE";
        }
        login = false;
      }
      case "sanitize-payload", "skip-sanitize-payload" -> {
        // Payloads are always looked through.
      }
      case "nopass" -> {
        return "nobody logs in without a password here: give one with '>'";
      }
      case "resetpass" -> scram = null;
      case "reset" -> {
        rights.reset();
        limited = true;
        scram = null;
        return apply("off");
      }
      default -> {
        return applyOther(word);
      }
    }
    return null;
  }

  private @Nullable String applyOther(String word) {
    return switch (word.isEmpty() ? ' ' : word.charAt(0)) {
      case '>' -> {
        scram = server.sessions().verifierFor(name, word.substring(1));
        yield null;
      }
      case '<' -> ONE_PASSWORD;
      case '#', '!' ->
          word.substring(1).matches("[0-9a-f]{64}")
              ? ONE_PASSWORD
              : "The password hash must be exactly 64 characters and contain only lowercase"
                  + " hexadecimal characters";
      default -> {
        limited = true;
        yield rights.apply(word);
      }
    };
  }

  /** The role as it is to be. */
  Role role(long id) {
    Map<String, String> settings = new HashMap<>(old == null ? Map.of() : old.settings());
    if (limited) {
      settings.put(AclUser.RULES, rights.describe());
    }
    return new Role(
        id,
        name,
        0,
        old != null && old.superuser(),
        login,
        old != null && old.createDatabase(),
        old != null && old.createRole(),
        old == null || old.inherit(),
        old != null && old.replication(),
        old != null && old.bypassRowSecurity(),
        old == null ? -1 : old.connectionLimit(),
        scram,
        old == null ? Long.MAX_VALUE : old.validUntil(),
        old == null ? List.of() : old.memberOf(),
        old == null ? List.of() : old.adminOf(),
        Map.copyOf(settings),
        old == null ? "" : old.comment());
  }
}
