package io.orbit.query.define;

import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Definition.TableAction;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;

/** ALTER SCHEMA. */
final class Schemas {
  private final CommandContext context;

  Schemas(CommandContext context) {
    this.context = context;
  }

  /** Another owner. A new name is refused: what is kept as text names schemas. */
  Execution alter(Definition.AlterTable alter) {
    String name = alter.name().getLast();
    Schema found =
        context
            .catalog()
            .schema(context.session().database().id(), name)
            .orElseThrow(
                () ->
                    new OrbitException(
                        ErrorCode.UNDEFINED_SCHEMA, "schema \"" + name + "\" does not exist"));
    Owners.require(context, found);
    if (!(alter.actions().getFirst() instanceof TableAction.OwnerTo action)) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "ALTER SCHEMA … RENAME is not supported");
    }
    Role owner = RoleNames.require(context, action.role());
    context.services().catalog().lock(context.transaction(), found.id(), true);
    context
        .services()
        .catalog()
        .edit(context.transaction())
        .put(
            new Schema(
                found.id(),
                found.name(),
                0,
                owner.id(),
                found.grants(),
                found.database(),
                found.comment()));
    return CommandExecution.done("ALTER SCHEMA", -1);
  }
}
