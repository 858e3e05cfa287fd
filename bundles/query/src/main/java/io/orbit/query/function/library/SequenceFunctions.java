package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.text;
import static io.orbit.query.function.library.Arguments.truth;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.TypeKind;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.type.Quoting;
import io.orbit.query.type.RegisteredNames;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** nextval, currval, lastval, setval and which sequence a column has. */
final class SequenceFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    definitions
        .define("nextval(regclass) int8")
        .unstable()
        .is(
            (e, a) -> {
              Collection sequence = sequence(e, bigint(a, 0), Privilege.USAGE, Privilege.UPDATE);
              return e.services().sequences().next(e.session(), e.transaction(), sequence);
            });
    definitions
        .define("currval(regclass) int8")
        .unstable()
        .is(
            (e, a) -> {
              Collection sequence = sequence(e, bigint(a, 0), Privilege.USAGE, Privilege.SELECT);
              return e.services().sequences().current(e.session(), sequence);
            });
    definitions
        .define("lastval() int8")
        .unstable()
        .is(
            (e, a) ->
                e.services()
                    .sequences()
                    .last(e.session())
                    .orElseThrow(
                        () ->
                            new OrbitException(
                                ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                                "lastval is not yet defined in this session")));
    definitions
        .define("setval(regclass, int8) int8")
        .unstable()
        .is((e, a) -> set(e, bigint(a, 0), bigint(a, 1), true));
    definitions
        .define("setval(regclass, int8, bool) int8")
        .unstable()
        .is((e, a) -> set(e, bigint(a, 0), bigint(a, 1), truth(a, 2)));
    definitions
        .define("pg_sequence_last_value(regclass) int8")
        .unstable()
        .is(
            (e, a) -> {
              Collection sequence = sequence(e, bigint(a, 0), Privilege.USAGE, Privilege.SELECT);
              var state = e.services().sequences().state(e.transaction(), sequence);
              return state.called() ? state.lastValue() : null;
            });
    definitions
        .define("pg_get_serial_sequence(text, text) text")
        .stable()
        .is((e, a) -> serialSequence(e, text(a, 0), text(a, 1)));
  }

  private static long set(Evaluation evaluation, long oid, long value, boolean called) {
    Collection sequence = sequence(evaluation, oid, Privilege.UPDATE, Privilege.UPDATE);
    evaluation
        .services()
        .sequences()
        .set(evaluation.session(), evaluation.transaction(), sequence, value, called);
    return value;
  }

  /** The sequence of an OID, on which the session has one of two privileges. */
  private static Collection sequence(
      Evaluation evaluation, long oid, Privilege one, Privilege other) {
    Optional<Collection> collection =
        evaluation
            .catalog()
            .object(oid)
            .filter(Collection.class::isInstance)
            .map(Collection.class::cast);
    if (collection.isEmpty()) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_TABLE, "could not open relation with OID " + oid);
    }
    Collection sequence = collection.get();
    if (sequence.kind() != Collection.Kind.SEQUENCE) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE, "\"" + sequence.name() + "\" is not a sequence");
    }
    if (!evaluation.session().may(sequence, one) && !evaluation.session().may(sequence, other)) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied for sequence " + sequence.name());
    }
    return sequence;
  }

  private static @Nullable String serialSequence(
      Evaluation evaluation, String tableName, String columnName) {
    OptionalLong oid =
        OptionalLong.of(RegisteredNames.oid(evaluation, TypeKind.REGCLASS, tableName));
    Optional<Collection> table =
        evaluation
            .catalog()
            .object(oid.getAsLong())
            .filter(Collection.class::isInstance)
            .map(Collection.class::cast);
    if (table.isEmpty()) {
      return null;
    }
    Optional<Column> column = table.get().column(columnName);
    if (column.isEmpty()) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_COLUMN,
          "column \""
              + columnName
              + "\" of relation \""
              + table.get().name()
              + "\" does not exist");
    }
    return evaluation
        .catalog()
        .object(column.get().sequence())
        .filter(Collection.class::isInstance)
        .map(Collection.class::cast)
        .map(sequence -> qualified(evaluation, sequence))
        .orElse(null);
  }

  private static String qualified(Evaluation evaluation, Collection sequence) {
    String schema =
        evaluation
            .catalog()
            .object(sequence.schema())
            .map(object -> ((Schema) object).name())
            .orElse("");
    return Quoting.identifier(schema) + "." + Quoting.identifier(sequence.name());
  }
}
