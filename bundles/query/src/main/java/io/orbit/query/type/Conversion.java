package io.orbit.query.type;

import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.TypeModifiers;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.ScalarFunction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One conversion. Equal to another between the same types with the same strictness. */
final class Conversion implements ScalarFunction {
  /** What it does before the target's modifiers are applied. */
  @FunctionalInterface
  interface Step {
    Step NOTHING = (value, evaluation) -> value;

    @Nullable Object convert(Object value, Evaluation evaluation);
  }

  private final DataType from;
  private final DataType to;
  private final boolean explicit;
  private final Step step;
  private final Volatility volatility;

  Conversion(DataType from, DataType to, boolean explicit, Step step) {
    this.from = from;
    this.to = to;
    this.explicit = explicit;
    this.step = step;
    volatility =
        isSessionDependent(from, to) || isSessionDependent(to, from)
            ? Volatility.STABLE
            : Volatility.IMMUTABLE;
  }

  /** Whether the session's settings or the catalog have a say. */
  private static boolean isSessionDependent(DataType type, DataType other) {
    boolean text = CastTable.isString(other.kind());
    return switch (type.kind()) {
      case TIMESTAMPTZ, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE, RECORD, DYNAMIC ->
          type.kind() != other.kind() && !isNumber(other.kind());
      case TIMETZ -> other.kind() != TypeKind.TIMETZ;
      case DATE, TIME, TIMESTAMP, INTERVAL, BYTES, FLOAT32, FLOAT64 -> text;
      case ARRAY ->
          text
              || (other.kind() == TypeKind.ARRAY
                  && isSessionDependent(type.elementType(), other.elementType()));
      default -> false;
    };
  }

  private static boolean isNumber(TypeKind kind) {
    return kind.isNumeric() || kind == TypeKind.OID;
  }

  @Override
  public @Nullable Object apply(Evaluation evaluation, @Nullable Object[] arguments) {
    Object value = Objects.requireNonNull(arguments[0]);
    Object converted = step.convert(value, evaluation);
    return converted == null ? null : TypeModifiers.apply(converted, to, explicit);
  }

  @Override
  public Volatility volatility() {
    return volatility;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Conversion that
        && from.equals(that.from)
        && to.equals(that.to)
        && explicit == that.explicit;
  }

  @Override
  public int hashCode() {
    return Objects.hash(from, to, explicit);
  }

  @Override
  public String toString() {
    return from + " to " + to;
  }
}
