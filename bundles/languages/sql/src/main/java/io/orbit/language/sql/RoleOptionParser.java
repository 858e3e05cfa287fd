package io.orbit.language.sql;

import io.orbit.api.query.tree.AccessControl.RoleOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of CREATE ROLE and ALTER ROLE. */
final class RoleOptionParser {
  private final Tokens tokens;
  private final Names names;

  RoleOptionParser(Parser parser) {
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  /** Options while they are read. */
  private static final class Builder {
    @Nullable Boolean superuser;
    @Nullable Boolean createDatabase;
    @Nullable Boolean createRole;
    @Nullable Boolean inherit;
    @Nullable Boolean login;
    @Nullable Boolean replication;
    @Nullable Boolean bypassRowSecurity;
    @Nullable Integer connectionLimit;
    @Nullable String password;
    @Nullable String validUntil;
    List<String> inRoles = List.of();
    List<String> members = List.of();
    List<String> admins = List.of();

    RoleOptions build() {
      return new RoleOptions(
          superuser,
          createDatabase,
          createRole,
          inherit,
          login,
          replication,
          bypassRowSecurity,
          connectionLimit,
          password,
          validUntil,
          inRoles,
          members,
          admins);
    }
  }

  RoleOptions read(boolean create) {
    Builder builder = new Builder();
    while (option(builder) || create && membership(builder)) {
      // Each option is noted as it is read.
    }
    return builder.build();
  }

  private boolean option(Builder builder) {
    Token token = tokens.peek();
    if (token.is(TokenKind.IDENTIFIER)) {
      word(builder, tokens.next());
      return true;
    }
    switch (token.keyword()) {
      case PASSWORD -> {
        tokens.next();
        builder.password = tokens.accept(Keyword.NULL) ? "" : tokens.string();
      }
      case ENCRYPTED -> {
        tokens.next();
        tokens.expect(Keyword.PASSWORD);
        builder.password = tokens.string();
      }
      case UNENCRYPTED -> {
        tokens.next();
        tokens.expect(Keyword.PASSWORD);
        tokens.string();
        throw Errors.unsupported("UNENCRYPTED PASSWORD is no longer supported", token.start())
            .withHint("Remove UNENCRYPTED to store the password in encrypted form instead.");
      }
      case INHERIT -> {
        tokens.next();
        builder.inherit = true;
      }
      case CONNECTION -> {
        tokens.next();
        tokens.expect(Keyword.LIMIT);
        builder.connectionLimit = names.signedInteger();
      }
      case VALID -> {
        tokens.next();
        tokens.expect(Keyword.UNTIL);
        builder.validUntil = tokens.string();
      }
      case USER -> {
        tokens.next();
        builder.members = names.list(names::role);
      }
      case null, default -> {
        return false;
      }
    }
    return true;
  }

  private static void word(Builder builder, Token token) {
    String word = token.text();
    boolean on = !word.startsWith("no");
    switch (on ? word : word.substring(2)) {
      case "superuser" -> builder.superuser = on;
      case "createdb" -> builder.createDatabase = on;
      case "createrole" -> builder.createRole = on;
      case "login" -> builder.login = on;
      case "replication" -> builder.replication = on;
      case "bypassrls" -> builder.bypassRowSecurity = on;
      case "inherit" -> builder.inherit = on;
      default -> throw Errors.syntax("unrecognized role option \"" + word + "\"", token.start());
    }
  }

  private boolean membership(Builder builder) {
    switch (tokens.peek().keyword()) {
      case SYSID -> {
        tokens.next();
        names.integer();
      }
      case ADMIN -> {
        tokens.next();
        builder.admins = names.list(names::role);
      }
      case ROLE -> {
        tokens.next();
        builder.members = names.list(names::role);
      }
      case IN -> {
        tokens.next();
        if (!tokens.accept(Keyword.ROLE)) {
          tokens.expect(Keyword.GROUP);
        }
        builder.inRoles = names.list(names::role);
      }
      case null, default -> {
        return false;
      }
    }
    return true;
  }
}
