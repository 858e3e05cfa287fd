package io.orbit.api.query.tree;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements about roles and their rights. Where a role may be named by a word of the language, it
 * stands as {@code CURRENT_USER}, {@code CURRENT_ROLE} or {@code SESSION_USER} in upper case;
 * {@code public} is everyone.
 */
public sealed interface AccessControl extends Statement {

  /**
   * What CREATE and ALTER ROLE say of a role; null where nothing is said.
   *
   * @param password null when not mentioned, empty text for PASSWORD NULL
   */
  record RoleOptions(
      @Nullable Boolean superuser,
      @Nullable Boolean createDatabase,
      @Nullable Boolean createRole,
      @Nullable Boolean inherit,
      @Nullable Boolean login,
      @Nullable Boolean replication,
      @Nullable Boolean bypassRowSecurity,
      @Nullable Integer connectionLimit,
      @Nullable String password,
      @Nullable String validUntil,
      List<String> inRoles,
      List<String> members,
      List<String> admins) {}

  record CreateRole(String name, boolean loginByDefault, RoleOptions options, int position)
      implements AccessControl {}

  record AlterRole(String name, RoleOptions options, int position) implements AccessControl {}

  record RenameRole(String name, String to, int position) implements AccessControl {}

  /** ALTER ROLE … [IN DATABASE …] SET/RESET; no values resets, a null setting resets all. */
  record SetRoleSetting(
      String role,
      @Nullable String database,
      @Nullable String setting,
      List<String> values,
      int position)
      implements AccessControl {}

  /** ALTER DATABASE … SET/RESET; no values resets, a null setting resets all. */
  record SetDatabaseSetting(
      String database, @Nullable String setting, List<String> values, int position)
      implements AccessControl {}

  enum GrantTarget {
    TABLE,
    ALL_TABLES_IN_SCHEMA,
    SEQUENCE,
    ALL_SEQUENCES_IN_SCHEMA,
    SCHEMA,
    DATABASE,
    FUNCTION,
    TYPE
  }

  /** One privilege; no columns means the whole object. ALL is the name {@code "ALL"}. */
  record Privilege(String name, List<String> columns) {}

  /** GRANT (or REVOKE) of privileges on objects. @param routines what is meant by FUNCTION */
  record GrantPrivileges(
      boolean grant,
      boolean optionOnly,
      List<Privilege> privileges,
      GrantTarget target,
      List<List<String>> objects,
      List<ObjectDefinition.RoutineName> routines,
      List<String> grantees,
      boolean withGrantOption,
      boolean cascade,
      int position)
      implements AccessControl {}

  /** GRANT (or REVOKE) of membership in roles. */
  record GrantRoles(
      boolean grant,
      List<String> roles,
      List<String> grantees,
      Map<String, String> options,
      boolean cascade,
      int position)
      implements AccessControl {}
}
