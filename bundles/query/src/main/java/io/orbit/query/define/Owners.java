package io.orbit.query.define;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.query.session.CommandContext;
import java.util.Locale;

/** Ownership, and objects as they are now that they are locked. */
final class Owners {
  private Owners() {}

  static void require(CommandContext context, CatalogObject object) {
    if (!context.session().owns(object)) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          "must be owner of " + kind(object) + " " + object.name());
    }
  }

  static String kind(CatalogObject object) {
    return switch (object) {
      case Collection collection ->
          collection.isMaterializedView()
              ? "materialized view"
              : collection.kind().name().toLowerCase(Locale.ROOT);
      case Schema schema -> "schema";
      case Database database -> "database";
      case Role role -> "role";
      case UserType type -> "type";
      case Routine routine -> routine.procedure() ? "procedure" : "function";
    };
  }

  /** The collection after its lock was taken. */
  static Collection current(CommandContext context, Collection before) {
    return context
        .catalog()
        .object(before.id())
        .map(object -> object instanceof Collection collection ? collection : null)
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.UNDEFINED_TABLE,
                    "relation \"" + before.name() + "\" does not exist"));
  }

  static Schema schema(CommandContext context, Collection collection) {
    return context
        .catalog()
        .object(collection.schema())
        .map(object -> object instanceof Schema schema ? schema : null)
        .orElseThrow(
            () -> new OrbitException(ErrorCode.UNDEFINED_SCHEMA, "the schema does not exist"));
  }
}
