package io.orbit.query.define;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.UserType;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.ErrorSubject;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.Definition.ConstraintClause;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.ObjectDefinition.DomainAction;
import io.orbit.api.value.DomainDefinition;
import io.orbit.query.bind.StoredPlace;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import java.util.ArrayList;
import java.util.List;

/** ALTER DOMAIN. */
final class DomainCommands {
  private final CommandContext context;
  private final TypeCommands types;

  DomainCommands(CommandContext context) {
    this.context = context;
    types = new TypeCommands(context);
  }

  Execution alter(ObjectDefinition.AlterDomain alter) {
    UserType type = types.locked(alter.name());
    if (!(type.type().definition() instanceof DomainDefinition domain)) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE, "\"" + type.name() + "\" is not a domain");
    }
    DomainDefinition changed = changed(domain, alter.action());
    if (changed != null) {
      types.change(type, changed);
      if (isStricter(alter.action())) {
        TypeUses.tables(context, domain.id(), table -> validate(domain, table));
      }
    }
    return CommandExecution.done("ALTER DOMAIN", -1);
  }

  private static boolean isStricter(DomainAction action) {
    return switch (action) {
      case DomainAction.SetNotNull set -> set.notNull();
      case DomainAction.AddConstraint add -> true;
      default -> false;
    };
  }

  private void validate(DomainDefinition domain, Collection table) {
    if (table.kind() != Collection.Kind.TABLE) {
      return;
    }
    try {
      context
          .services()
          .records()
          .validate(context.session(), context.transaction(), Owners.current(context, table));
    } catch (OrbitException violated) {
      throw ofExisting(domain, table, violated);
    }
  }

  private OrbitException ofExisting(
      DomainDefinition domain, Collection table, OrbitException violated) {
    String column =
        table.columns().stream()
            .filter(one -> TypeUses.uses(one.type(), domain.id()))
            .map(Column::name)
            .findFirst()
            .orElse("");
    String schema = Owners.schema(context, table).name();
    return switch (violated.code()) {
      case CHECK_VIOLATION ->
          new OrbitException(
                  ErrorCode.CHECK_VIOLATION,
                  "column \""
                      + column
                      + "\" of table \""
                      + table.name()
                      + "\" contains values that violate the new constraint")
              .about(new ErrorSubject(schema, table.name(), column, null, null));
      case NOT_NULL_VIOLATION ->
          new OrbitException(
                  ErrorCode.NOT_NULL_VIOLATION,
                  "column \""
                      + column
                      + "\" of table \""
                      + table.name()
                      + "\" contains null values")
              .about(new ErrorSubject(schema, table.name(), column, null, null));
      default -> violated;
    };
  }

  private @org.jspecify.annotations.Nullable DomainDefinition changed(
      DomainDefinition domain, DomainAction action) {
    List<DomainDefinition.Check> checks = new ArrayList<>(domain.checks());
    return switch (action) {
      case DomainAction.SetDefault(String text) -> {
        if (text != null) {
          TypeCommands.bind(context, domain.base(), text, StoredPlace.DEFAULT, domain.base());
        }
        yield with(domain, domain.notNull(), text == null ? "" : text, checks);
      }
      case DomainAction.SetNotNull(boolean notNull) ->
          with(domain, notNull, domain.defaultText(), checks);
      case DomainAction.AddConstraint(ConstraintClause.Check check) -> {
        checks.add(TypeCommands.check(context, domain.name(), domain.base(), check, checks));
        yield with(domain, domain.notNull(), domain.defaultText(), checks);
      }
      case DomainAction.AddConstraint(ConstraintClause.NotNull notNull) ->
          with(domain, true, domain.defaultText(), checks);
      case DomainAction.AddConstraint other ->
          throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "such constraints not possible for domains");
      case DomainAction.DropConstraint drop -> {
        if (!checks.removeIf(check -> check.name().equals(drop.name()))) {
          if (!drop.ifExists()) {
            throw missing(domain, drop.name());
          }
          context
              .state()
              .notice(
                  "NOTICE",
                  "00000",
                  "constraint \""
                      + drop.name()
                      + "\" of domain \""
                      + domain.name()
                      + "\" does not exist, skipping");
          yield null;
        }
        yield with(domain, domain.notNull(), domain.defaultText(), checks);
      }
      case DomainAction.RenameConstraint(String from, String to) -> {
        if (domain.checks().stream().noneMatch(check -> check.name().equals(from))) {
          throw missing(domain, from);
        }
        checks.replaceAll(
            check ->
                check.name().equals(from) ? new DomainDefinition.Check(to, check.text()) : check);
        yield with(domain, domain.notNull(), domain.defaultText(), checks);
      }
    };
  }

  private static OrbitException missing(DomainDefinition domain, String constraint) {
    return new OrbitException(
        ErrorCode.UNDEFINED_OBJECT,
        "constraint \"" + constraint + "\" of domain \"" + domain.name() + "\" does not exist");
  }

  private static DomainDefinition with(
      DomainDefinition domain, boolean notNull, String text, List<DomainDefinition.Check> checks) {
    return new DomainDefinition(
        domain.id(), domain.name(), domain.base(), notNull, text, List.copyOf(checks));
  }
}
