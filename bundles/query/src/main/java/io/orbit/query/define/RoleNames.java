package io.orbit.query.define;

import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.query.session.CommandContext;

/** Roles by name or by the words that stand for the session's own. */
final class RoleNames {
  private RoleNames() {}

  static String resolve(CommandContext context, String name) {
    return switch (name) {
      case "CURRENT_USER", "CURRENT_ROLE" -> context.session().principal().name();
      case "SESSION_USER" -> context.session().sessionUser().name();
      default -> name;
    };
  }

  static Role require(CommandContext context, String name) {
    String resolved = resolve(context, name);
    return context
        .catalog()
        .role(resolved)
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.UNDEFINED_OBJECT, "role \"" + resolved + "\" does not exist"));
  }
}
