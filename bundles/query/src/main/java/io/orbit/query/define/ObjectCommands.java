package io.orbit.query.define;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.query.session.CommandContext;

/** Definitions of types, routines and triggers. */
final class ObjectCommands {
  private ObjectCommands() {}

  static Execution run(CommandContext context, ObjectDefinition definition) {
    return switch (definition) {
      case ObjectDefinition.CreateEnum create -> new TypeCommands(context).create(create);
      case ObjectDefinition.CreateComposite create -> new TypeCommands(context).create(create);
      case ObjectDefinition.CreateDomain create -> new TypeCommands(context).create(create);
      case ObjectDefinition.AddLabel add -> new TypeCommands(context).add(add);
      case ObjectDefinition.RenameLabel rename -> new TypeCommands(context).rename(rename);
      case ObjectDefinition.AlterDomain alter -> new DomainCommands(context).alter(alter);
      case ObjectDefinition.AlterObject alter -> alter(context, alter);
      case ObjectDefinition.CreateRoutine create -> throw unsupported("CREATE FUNCTION");
      case ObjectDefinition.AlterRoutine alter -> throw unsupported("ALTER FUNCTION");
      case ObjectDefinition.DropRoutine drop -> throw unsupported("DROP FUNCTION");
      case ObjectDefinition.CreateTrigger create -> throw unsupported("CREATE TRIGGER");
      case ObjectDefinition.DropTrigger drop -> throw unsupported("DROP TRIGGER");
      case ObjectDefinition.RenameTrigger rename -> throw unsupported("ALTER TRIGGER");
      case ObjectDefinition.EnableTrigger enable -> throw unsupported("ENABLE TRIGGER");
    };
  }

  private static Execution alter(CommandContext context, ObjectDefinition.AlterObject alter) {
    return switch (alter.kind()) {
      case TYPE, DOMAIN -> new TypeChanges(context).alter(alter);
      default -> throw unsupported("ALTER FUNCTION");
    };
  }

  private static OrbitException unsupported(String what) {
    return new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, what + " is not supported");
  }
}
