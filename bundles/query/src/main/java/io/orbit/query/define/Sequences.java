package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.Sequence;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.value.DataType;
import io.orbit.query.session.CommandContext;
import io.orbit.query.type.TypeNames;
import java.util.List;
import java.util.Map;

/** Defining sequences. */
final class Sequences {
  private Sequences() {}

  /** The options with PostgreSQL's defaults for what was not given. */
  static Sequence parameters(Definition.SequenceOptions options, DataType type, long ownedBy) {
    var typeName = options.type();
    DataType of = typeName == null ? type : TypeNames.resolve(typeName);
    long highest =
        switch (of.kind()) {
          case INT16 -> Short.MAX_VALUE;
          case INT32 -> Integer.MAX_VALUE;
          case INT64 -> Long.MAX_VALUE;
          default ->
              throw new OrbitException(
                  ErrorCode.INVALID_PARAMETER_VALUE,
                  "sequence type must be smallint, integer, or bigint");
        };
    Long given = options.increment();
    long increment = given == null ? 1 : given;
    if (increment == 0) {
      throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, "INCREMENT must not be zero");
    }
    Long givenMinimum = options.minimum();
    Long givenMaximum = options.maximum();
    long minimum = givenMinimum != null ? givenMinimum : increment > 0 ? 1 : -highest - 1;
    long maximum = givenMaximum != null ? givenMaximum : increment > 0 ? highest : -1;
    if (minimum >= maximum) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "MINVALUE (" + minimum + ") must be less than MAXVALUE (" + maximum + ")");
    }
    Long givenStart = options.start();
    long start = givenStart != null ? givenStart : increment > 0 ? minimum : maximum;
    if (start < minimum || start > maximum) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          start < minimum
              ? "START value (" + start + ") cannot be less than MINVALUE (" + minimum + ")"
              : "START value (" + start + ") cannot be greater than MAXVALUE (" + maximum + ")");
    }
    Long cache = options.cache();
    Boolean cycle = options.cycle();
    return new Sequence(
        of,
        start,
        increment,
        minimum,
        maximum,
        cache == null ? 1 : cache,
        cycle != null && cycle,
        ownedBy);
  }

  static Collection define(
      CommandContext context, Schema schema, String name, Sequence sequence, CatalogEditor editor) {
    String engine = context.session().database().engine();
    Collection collection =
        new Collection(
            editor.newId(),
            name,
            0,
            context.session().principal().roleId(),
            List.of(),
            schema.database(),
            schema.id(),
            Collection.Kind.SEQUENCE,
            List.of(),
            List.of(),
            "",
            List.of(),
            List.of(),
            List.of(),
            1,
            1,
            false,
            false,
            context.transaction().createSpace(new SpaceOptions(true, engine)),
            engine,
            Map.of(),
            "",
            sequence,
            "");
    editor.put(collection);
    return collection;
  }
}
