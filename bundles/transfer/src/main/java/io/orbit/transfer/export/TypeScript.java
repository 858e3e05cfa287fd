package io.orbit.transfer.export;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.DomainDefinition;
import io.orbit.api.value.EnumDefinition;
import io.orbit.api.value.Row;
import io.orbit.api.value.TypeDefinition;
import io.orbit.api.value.text.TypeNames;
import io.orbit.transfer.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Users' types as the statements that make them again, the older ones first. */
final class TypeScript {
  private final Contents contents;
  private final StringBuilder out;

  TypeScript(Contents contents, StringBuilder out) {
    this.contents = contents;
    this.out = out;
  }

  void write() {
    List<UserType> types = new ArrayList<>();
    for (Schema schema : contents.schemas()) {
      types.addAll(contents.catalog().types(schema.id()));
    }
    types.sort(Comparator.comparingLong(UserType::id));
    for (UserType type : types) {
      String name = name(contents, type.type());
      switch (type.type().definition()) {
        case EnumDefinition labels -> labels(name, labels);
        case DomainDefinition domain -> domain(name, domain);
        case CompositeDefinition composite -> composite(name, composite);
        case null -> {}
      }
    }
  }

  private void labels(String name, EnumDefinition labels) {
    out.append("CREATE TYPE ")
        .append(name)
        .append(
            labels.labels().stream()
                .map(label -> Names.literal(label.name()))
                .collect(Collectors.joining(", ", " AS ENUM (", ");\n")));
  }

  private void domain(String name, DomainDefinition domain) {
    out.append("CREATE DOMAIN ").append(name).append(" AS ").append(name(contents, domain.base()));
    if (!domain.defaultText().isEmpty()) {
      out.append(" DEFAULT ").append(contents.shown(domain.defaultText()));
    }
    out.append(domain.notNull() ? " NOT NULL" : "");
    for (DomainDefinition.Check check : domain.checks()) {
      out.append(" CONSTRAINT ")
          .append(Names.identifier(check.name()))
          .append(" CHECK ")
          .append(Names.parenthesized(contents.shown(check.text())));
    }
    out.append(";\n");
  }

  private void composite(String name, CompositeDefinition composite) {
    Row.Shape shape = composite.shape();
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < shape.names().size(); i++) {
      fields.add(
          Names.identifier(shape.names().get(i)) + " " + name(contents, shape.types().get(i)));
    }
    out.append("CREATE TYPE ")
        .append(name)
        .append(" AS (")
        .append(String.join(", ", fields))
        .append(");\n");
  }

  /** A type's name, of a user's type with its schema. */
  static String name(Contents contents, DataType type) {
    DataType element = type.element();
    TypeDefinition definition = type.definition();
    if (definition == null) {
      return element == null || element.definition() == null
          ? TypeNames.format(type)
          : name(contents, element) + "[]";
    }
    return contents
        .catalog()
        .object(definition.id())
        .map(
            object ->
                object instanceof UserType own
                    ? Names.qualified(
                        contents.catalog().object(own.schema()).map(CatalogObject::name).orElse(""),
                        own.name())
                    : Names.identifier(definition.name()))
        .orElse(Names.identifier(definition.name()));
  }
}
