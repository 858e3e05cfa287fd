package io.orbit.query.define;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.RowSecurity;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.TableNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE, ALTER and DROP POLICY. */
final class PolicyCommands {
  private final CommandContext context;

  PolicyCommands(CommandContext context) {
    this.context = context;
  }

  Execution create(ObjectDefinition.CreatePolicy create) {
    Policy.Command command = Policy.Command.valueOf(create.command().name());
    requireFitting(command, create.usingText(), create.checkText());
    Collection table = locked(create.table());
    if (find(table, create.name()) != null) {
      throw duplicate(create.name(), table);
    }
    Policy policy =
        new Policy(
            context.services().catalog().edit(context.transaction()).newId(),
            create.name(),
            create.permissive(),
            command,
            roles(create.roles()),
            create.usingText(),
            create.checkText(),
            "");
    List<Policy> policies = new ArrayList<>(table.rowSecurity().policies());
    policies.add(policy);
    put(table, policies);
    return CommandExecution.done("CREATE POLICY", -1);
  }

  private static void requireFitting(Policy.Command command, String using, String check) {
    if (command == Policy.Command.INSERT && !using.isEmpty()) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR, "only WITH CHECK expression allowed for INSERT");
    }
    boolean reads = command == Policy.Command.SELECT || command == Policy.Command.DELETE;
    if (reads && !check.isEmpty()) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR, "WITH CHECK cannot be applied to SELECT or DELETE");
    }
  }

  private List<Long> roles(List<String> names) {
    if (names.contains("public")) {
      if (names.size() > 1) {
        context.state().notice("WARNING", "22023", "ignoring specified roles other than PUBLIC");
      }
      return List.of(Grant.PUBLIC);
    }
    return names.stream().map(name -> RoleNames.require(context, name).id()).toList();
  }

  Execution alter(ObjectDefinition.AlterPolicy alter) {
    Collection table = locked(alter.table());
    Policy old = required(table, alter.name());
    List<String> roles = alter.roles();
    String using = alter.usingText();
    String check = alter.checkText();
    requireFitting(old.command(), using == null ? "" : using, check == null ? "" : check);
    replace(
        table,
        new Policy(
            old.id(),
            old.name(),
            old.permissive(),
            old.command(),
            roles == null ? old.roles() : roles(roles),
            using == null ? old.usingText() : using,
            check == null ? old.checkText() : check,
            old.comment()));
    return CommandExecution.done("ALTER POLICY", -1);
  }

  Execution rename(ObjectDefinition.RenamePolicy rename) {
    if (rename.ifExists() && isMissing(rename.table(), rename.name())) {
      return CommandExecution.done("ALTER POLICY", -1);
    }
    Collection table = locked(rename.table());
    Policy old = required(table, rename.name());
    if (find(table, rename.to()) != null) {
      throw duplicate(rename.to(), table);
    }
    replace(
        table,
        new Policy(
            old.id(),
            rename.to(),
            old.permissive(),
            old.command(),
            old.roles(),
            old.usingText(),
            old.checkText(),
            old.comment()));
    return CommandExecution.done("ALTER POLICY", -1);
  }

  Execution drop(ObjectDefinition.DropPolicy drop) {
    if (drop.ifExists() && isMissing(drop.table(), drop.name())) {
      return CommandExecution.done("DROP POLICY", -1);
    }
    Collection found = TableNames.collection(context, drop.table(), -1);
    if (!context.session().owns(found)) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "must be owner of relation " + found.name());
    }
    Collection table = locked(drop.table());
    Policy old = required(table, drop.name());
    List<Policy> policies = new ArrayList<>(table.rowSecurity().policies());
    policies.remove(old);
    put(table, policies);
    return CommandExecution.done("DROP POLICY", -1);
  }

  /** Tells that there is none, where IF EXISTS asks for no more. */
  private boolean isMissing(List<String> name, String policy) {
    Collection found = TableNames.find(context, name).orElse(null);
    if (found != null && find(found, policy) != null) {
      return false;
    }
    String table = String.join(".", name);
    context
        .state()
        .notice(
            "NOTICE",
            "00000",
            found == null
                ? "relation \"" + table + "\" does not exist, skipping"
                : "policy \""
                    + policy
                    + "\" for relation \""
                    + found.name()
                    + "\" does not exist, skipping");
    return true;
  }

  // ---- shared

  /** ALTER TABLE … ENABLE, DISABLE, FORCE and NO FORCE ROW LEVEL SECURITY. */
  static Collection set(Collection table, @Nullable Boolean enabled, @Nullable Boolean forced) {
    RowSecurity old = table.rowSecurity();
    return Copies.withRowSecurity(
        table,
        new RowSecurity(
            enabled == null ? old.enabled() : enabled,
            forced == null ? old.forced() : forced,
            old.policies()));
  }

  private Collection locked(List<String> name) {
    Collection found = TableNames.collection(context, name, -1);
    if (found.kind() != Collection.Kind.TABLE || found.isMaterializedView()) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE, "\"" + found.name() + "\" is not a table");
    }
    Owners.require(context, found);
    context.services().catalog().lock(context.transaction(), found.id(), true);
    return Owners.current(context, found);
  }

  private static @Nullable Policy find(Collection table, String name) {
    return table.rowSecurity().policies().stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static Policy required(Collection table, String name) {
    Policy found = find(table, name);
    if (found == null) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT,
          "policy \"" + name + "\" for table \"" + table.name() + "\" does not exist");
    }
    return found;
  }

  private static OrbitException duplicate(String name, Collection table) {
    return new OrbitException(
        ErrorCode.DUPLICATE_OBJECT,
        "policy \"" + name + "\" for table \"" + table.name() + "\" already exists");
  }

  private void replace(Collection table, Policy policy) {
    List<Policy> policies = new ArrayList<>(table.rowSecurity().policies());
    policies.replaceAll(one -> one.id() == policy.id() ? policy : one);
    put(table, policies);
  }

  private void put(Collection table, List<Policy> policies) {
    RowSecurity old = table.rowSecurity();
    Collection changed =
        Copies.withRowSecurity(
            table, new RowSecurity(old.enabled(), old.forced(), List.copyOf(policies)));
    context.services().catalog().edit(context.transaction()).put(changed);
    StoredExpressions.validatePolicies(context, changed);
  }
}
