package io.orbit.kernel.catalog;

import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.DomainDefinition;
import io.orbit.api.value.EnumDefinition;
import io.orbit.api.value.Row;
import io.orbit.api.value.TypeDefinition;
import io.orbit.api.value.TypeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a data type; {@link CatalogFormat} describes the encoding. */
final class TypeFormat {
  private TypeFormat() {}

  static FieldWriter encode(DataType type) {
    FieldWriter out =
        new FieldWriter().constant(1, type.kind()).number(2, type.length()).number(3, type.scale());
    DataType element = type.element();
    TypeDefinition definition = type.definition();
    if (element != null) {
      out.message(4, encode(element));
    }
    switch (definition) {
      case null -> {}
      case EnumDefinition labels -> out.message(5, labels(labels));
      case DomainDefinition domain -> out.message(6, domain(domain));
      case CompositeDefinition fields -> out.message(7, fields(fields));
    }
    return out;
  }

  static DataType decode(FieldReader in) {
    return new DataType(
        in.constant(1, TypeKind.class),
        in.integer(2),
        in.integer(3),
        in.has(4) ? decode(in.message(4)) : null,
        definition(in));
  }

  private static @Nullable TypeDefinition definition(FieldReader in) {
    if (in.has(5)) {
      return labels(in.message(5));
    }
    if (in.has(6)) {
      return domain(in.message(6));
    }
    return in.has(7) ? fields(in.message(7)) : null;
  }

  private static FieldWriter labels(EnumDefinition labels) {
    FieldWriter out = new FieldWriter().number(1, labels.id()).text(2, labels.name());
    for (EnumDefinition.Label label : labels.labels()) {
      out.message(
          3,
          new FieldWriter()
              .text(1, label.name())
              .number(2, label.number())
              .number(3, Double.doubleToLongBits(label.place())));
    }
    return out;
  }

  private static EnumDefinition labels(FieldReader in) {
    return new EnumDefinition(
        in.number(1),
        in.text(2),
        in.messages(
            3,
            label ->
                new EnumDefinition.Label(
                    label.text(1), label.integer(2), Double.longBitsToDouble(label.number(3)))));
  }

  private static FieldWriter domain(DomainDefinition domain) {
    FieldWriter out =
        new FieldWriter()
            .number(1, domain.id())
            .text(2, domain.name())
            .message(3, encode(domain.base()))
            .flag(4, domain.notNull())
            .text(6, domain.defaultText());
    for (DomainDefinition.Check check : domain.checks()) {
      out.message(5, new FieldWriter().text(1, check.name()).text(2, check.text()));
    }
    return out;
  }

  private static DomainDefinition domain(FieldReader in) {
    return new DomainDefinition(
        in.number(1),
        in.text(2),
        decode(in.message(3)),
        in.flag(4),
        in.text(6),
        in.messages(5, check -> new DomainDefinition.Check(check.text(1), check.text(2))));
  }

  private static FieldWriter fields(CompositeDefinition composite) {
    FieldWriter out = new FieldWriter().number(1, composite.id()).text(2, composite.name());
    Row.Shape shape = composite.shape();
    for (int i = 0; i < shape.names().size(); i++) {
      out.message(
          3,
          new FieldWriter().text(1, shape.names().get(i)).message(2, encode(shape.types().get(i))));
    }
    return out;
  }

  private static CompositeDefinition fields(FieldReader in) {
    List<String> names = in.messages(3, field -> field.text(1));
    List<DataType> types = in.messages(3, field -> decode(field.message(2)));
    return new CompositeDefinition(in.number(1), in.text(2), new Row.Shape(names, types));
  }
}
