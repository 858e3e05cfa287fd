package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Policy;
import org.jspecify.annotations.Nullable;

/** Policies of row-level security: pg_policy and pg_policies. */
final class PolicyRows {
  private PolicyRows() {}

  static void catalog(SystemView view, SystemRows rows) {
    for (Collection table : view.collections()) {
      for (Policy policy : table.rowSecurity().policies()) {
        rows.row()
            .put("oid", policy.id())
            .put("polname", policy.name())
            .put("polrelid", table.id())
            .put("polcmd", letter(policy.command()))
            .put("polpermissive", policy.permissive())
            .put("polroles", policy.roles())
            .put("polqual", text(policy.usingText()))
            .put("polwithcheck", text(policy.checkText()));
      }
    }
  }

  static void view(SystemView view, SystemRows rows) {
    for (Collection table : view.collections()) {
      for (Policy policy : table.rowSecurity().policies()) {
        rows.row()
            .put("schemaname", view.schemaName(table.schema()))
            .put("tablename", table.name())
            .put("policyname", policy.name())
            .put("permissive", policy.permissive() ? "PERMISSIVE" : "RESTRICTIVE")
            .put(
                "roles",
                policy.roles().stream()
                    .map(role -> role == Grant.PUBLIC ? "public" : view.roleName(role))
                    .toList())
            .put("cmd", policy.command().name())
            .put("qual", text(policy.usingText()))
            .put("with_check", text(policy.checkText()));
      }
    }
  }

  private static char letter(Policy.Command command) {
    return switch (command) {
      case ALL -> '*';
      case SELECT -> 'r';
      case INSERT -> 'a';
      case UPDATE -> 'w';
      case DELETE -> 'd';
    };
  }

  private static @Nullable String text(String expression) {
    return expression.isEmpty() ? null : expression;
  }
}
