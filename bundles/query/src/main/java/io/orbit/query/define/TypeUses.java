package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.DomainDefinition;
import io.orbit.api.value.EnumDefinition;
import io.orbit.api.value.Row;
import io.orbit.api.value.TypeDefinition;
import io.orbit.query.session.CommandContext;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where a user's type stands: columns, other types and routines carry copies of its definition. */
final class TypeUses {
  private TypeUses() {}

  /** Whether a type is made of a definition, in whatever depth. */
  static boolean uses(DataType type, long definition) {
    DataType element = type.element();
    if (element != null && uses(element, definition)) {
      return true;
    }
    return switch (type.definition()) {
      case null -> false;
      case EnumDefinition labels -> labels.id() == definition;
      case DomainDefinition domain -> domain.id() == definition || uses(domain.base(), definition);
      case CompositeDefinition composite ->
          composite.id() == definition
              || composite.shape().types().stream().anyMatch(field -> uses(field, definition));
    };
  }

  /** The type with a definition in place of the older one of the same id. */
  static DataType replaced(DataType type, TypeDefinition now) {
    if (!uses(type, now.id())) {
      return type;
    }
    DataType element = type.element();
    if (element != null && type.definition() == null) {
      return new DataType(
          type.kind(), type.length(), type.scale(), replaced(element, now), type.definition());
    }
    return DataType.of(replaced(type.definition(), now));
  }

  private static TypeDefinition replaced(@Nullable TypeDefinition old, TypeDefinition now) {
    return switch (old) {
      case null -> now;
      case TypeDefinition same when same.id() == now.id() -> now;
      case EnumDefinition labels -> labels;
      case DomainDefinition domain ->
          new DomainDefinition(
              domain.id(),
              domain.name(),
              replaced(domain.base(), now),
              domain.notNull(),
              domain.defaultText(),
              domain.checks());
      case CompositeDefinition composite ->
          new CompositeDefinition(
              composite.id(),
              composite.name(),
              new Row.Shape(
                  composite.shape().names(),
                  composite.shape().types().stream().map(type -> replaced(type, now)).toList()));
    };
  }

  static void tables(CommandContext context, long definition, Consumer<Collection> found) {
    for (Schema schema : context.catalog().schemas(context.session().database().id())) {
      for (Collection table : context.catalog().collections(schema.id())) {
        if (table.columns().stream().anyMatch(column -> uses(column.type(), definition))) {
          found.accept(table);
        }
      }
    }
  }

  static List<UserType> types(CommandContext context, long definition) {
    return context.catalog().schemas(context.session().database().id()).stream()
        .flatMap(schema -> context.catalog().types(schema.id()).stream())
        .filter(type -> type.id() != definition && uses(type.type(), definition))
        .toList();
  }

  static List<Routine> routines(CommandContext context, long definition) {
    return context.catalog().schemas(context.session().database().id()).stream()
        .flatMap(schema -> context.catalog().routines(schema.id()).stream())
        .filter(
            routine ->
                uses(routine.result(), definition)
                    || routine.parameters().stream()
                        .anyMatch(parameter -> uses(parameter.type(), definition)))
        .toList();
  }

  /** Puts a changed definition wherever the older one stands, but the type's own object. */
  static void replace(CommandContext context, TypeDefinition now) {
    CatalogEditor editor = context.services().catalog().edit(context.transaction());
    tables(
        context,
        now.id(),
        table -> {
          context.services().catalog().lock(context.transaction(), table.id(), true);
          Collection current = Owners.current(context, table);
          editor.put(
              Copies.withColumns(
                  current,
                  current.columns().stream()
                      .map(column -> withType(column, replaced(column.type(), now)))
                      .toList()));
        });
    for (UserType type : types(context, now.id())) {
      context.services().catalog().lock(context.transaction(), type.id(), true);
      editor.put(TypeCommands.with(type, replaced(type.type(), now)));
    }
    for (Routine routine : routines(context, now.id())) {
      context.services().catalog().lock(context.transaction(), routine.id(), true);
      editor.put(RoutineCopies.withTypes(routine, type -> replaced(type, now)));
    }
  }

  private static Column withType(Column column, DataType type) {
    return new Column(
        column.id(),
        column.name(),
        type,
        column.notNull(),
        column.defaultText(),
        column.generatedText(),
        column.identity(),
        column.sequence(),
        column.missingText(),
        column.missingIsNull(),
        column.sinceVersion(),
        column.collation(),
        column.comment());
  }
}
