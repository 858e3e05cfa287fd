package io.orbit.query.define;

import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.query.session.CommandContext;

/** Definitions of types, routines, triggers and policies. */
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
      case ObjectDefinition.CreateRoutine create -> new RoutineCommands(context).create(create);
      case ObjectDefinition.AlterRoutine alter -> new RoutineCommands(context).alter(alter);
      case ObjectDefinition.DropRoutine drop -> new RoutineDrops(context, drop).run();
      case ObjectDefinition.CreateTrigger create -> new TriggerCommands(context).create(create);
      case ObjectDefinition.DropTrigger drop -> new TriggerCommands(context).drop(drop);
      case ObjectDefinition.RenameTrigger rename -> new TriggerCommands(context).rename(rename);
      case ObjectDefinition.EnableTrigger enable -> new TriggerCommands(context).enable(enable);
      case ObjectDefinition.CreatePolicy create -> new PolicyCommands(context).create(create);
      case ObjectDefinition.AlterPolicy alter -> new PolicyCommands(context).alter(alter);
      case ObjectDefinition.RenamePolicy rename -> new PolicyCommands(context).rename(rename);
      case ObjectDefinition.DropPolicy drop -> new PolicyCommands(context).drop(drop);
    };
  }

  private static Execution alter(CommandContext context, ObjectDefinition.AlterObject alter) {
    return switch (alter.kind()) {
      case TYPE, DOMAIN -> new TypeChanges(context).alter(alter);
      default -> new RoutineCommands(context).alter(alter);
    };
  }
}
