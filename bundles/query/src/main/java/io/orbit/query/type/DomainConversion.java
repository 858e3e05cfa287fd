package io.orbit.query.type;

import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.ScalarFunction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A conversion into a domain: into the type beneath, and then the domain's constraints. Equal to
 * another between the same types.
 */
final class DomainConversion implements ScalarFunction {
  private final ScalarFunction inner;
  private final DataType domain;

  DomainConversion(ScalarFunction inner, DataType domain) {
    this.inner = inner;
    this.domain = domain;
  }

  @Override
  public @Nullable Object apply(Evaluation evaluation, @Nullable Object[] arguments) {
    Object value =
        arguments[0] == null && inner.isStrict() ? null : inner.apply(evaluation, arguments);
    evaluation.services().domains().check(evaluation.session(), domain, value);
    return value;
  }

  @Override
  public boolean isStrict() {
    return false;
  }

  @Override
  public boolean runsStatements() {
    return true;
  }

  @Override
  public Volatility volatility() {
    return Volatility.STABLE;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DomainConversion that
        && inner.equals(that.inner)
        && domain.equals(that.domain);
  }

  @Override
  public int hashCode() {
    return Objects.hash(inner, domain);
  }
}
