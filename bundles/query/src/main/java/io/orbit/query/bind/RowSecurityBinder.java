package io.orbit.query.bind;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.RowSecurity;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Row-level security as conditions over a table's rows: one permissive policy at least has to allow
 * a row, and every restrictive one (PostgreSQL manual, section 5.8). What is bound depends on who
 * asks.
 */
final class RowSecurityBinder {
  private final BindContext context;
  private final QueryBinder queries;
  private final Collection table;

  RowSecurityBinder(BindContext context, QueryBinder queries, Collection table) {
    this.context = context;
    this.queries = queries;
    this.table = table;
  }

  /** The rows that satisfy the conditions, behind a barrier where there are any. */
  static Plan guarded(Plan rows, List<Scalar> conditions) {
    return conditions.isEmpty() ? rows : new Plan.Barrier(Plans.filter(rows, conditions));
  }

  /** What rows that are there have to satisfy (USING); nothing where nobody is restricted. */
  List<Scalar> conditions(List<Variable> row, List<Policy.Command> commands) {
    if (!restricts()) {
      return List.of();
    }
    List<Scalar> conditions = new ArrayList<>();
    commands.forEach(command -> conditions.addAll(conditions(row, command, false)));
    return conditions;
  }

  /** Whether the table's policies count for who asks. */
  private boolean restricts() {
    RowSecurity security = table.rowSecurity();
    if (!security.enabled()) {
      return false;
    }
    context.dependsOnRole();
    if (!isRestricted(security)) {
      return false;
    }
    String setting = context.session.settings().getOrDefault("row_security", "on");
    if (setting.equals("off")) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          "query would be affected by row-level security policy for table \""
              + table.name()
              + "\"");
    }
    return true;
  }

  private boolean isRestricted(RowSecurity security) {
    if (context.role() == 0) {
      return context.session.isRestricted(table);
    }
    return context.catalog.object(context.role()).orElse(null) instanceof Role role
        && !role.superuser()
        && !role.bypassRowSecurity()
        && (security.forced() || !memberships().contains(table.owner()));
  }

  private Set<Long> memberships() {
    if (context.role() == 0) {
      return context.session.principal().memberships();
    }
    Set<Long> found = new HashSet<>();
    Deque<Long> next = new ArrayDeque<>(List.of(context.role()));
    while (!next.isEmpty()) {
      long id = next.remove();
      if (found.add(id)
          && context.catalog.object(id).orElse(null) instanceof Role role
          && role.inherit()) {
        next.addAll(role.memberOf());
      }
    }
    return found;
  }

  /**
   * What a row has to satisfy.
   *
   * @param check whether it is to be written
   */
  List<Scalar> conditions(List<Variable> row, Policy.Command command, boolean check) {
    return context.inPolicyOf(
        table,
        () -> {
          Set<Long> roles = memberships();
          List<Scalar> permissive = new ArrayList<>();
          List<Scalar> all = new ArrayList<>();
          for (Policy policy : table.rowSecurity().policies()) {
            boolean concerns =
                policy.command() == Policy.Command.ALL || policy.command() == command;
            String text = text(policy, check);
            if (concerns && !text.isEmpty() && isFor(policy, roles)) {
              (policy.permissive() ? permissive : all).add(condition(text, row));
            }
          }
          all.addFirst(
              permissive.isEmpty()
                  ? Scalar.Constant.FALSE
                  : permissive.size() == 1 ? permissive.getFirst() : new Scalar.Or(permissive));
          return all;
        });
  }

  private static String text(Policy policy, boolean check) {
    return check && !policy.checkText().isEmpty() ? policy.checkText() : policy.usingText();
  }

  private static boolean isFor(Policy policy, Set<Long> roles) {
    return policy.roles().contains(Grant.PUBLIC)
        || policy.roles().stream().anyMatch(roles::contains);
  }

  /** One policy's condition. */
  Scalar condition(String text, List<Variable> row) {
    List<Scope.Column> columns = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      columns.add(
          new Scope.Column(
              table.columns().get(i).name(),
              row.get(i),
              table.id(),
              table.columns().get(i).id(),
              false));
    }
    Scope scope = new Scope(null);
    scope.add(new Scope.Item(table.name(), context.names.schemaName(table), columns));
    return new ExpressionBinder(context, queries, scope, null, "policy expressions")
        .truth(context.stored().expression(text), "POLICY");
  }
}
