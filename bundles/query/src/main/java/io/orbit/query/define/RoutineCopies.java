package io.orbit.query.define;

import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Routine;
import io.orbit.api.value.DataType;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Routines with a part changed. */
final class RoutineCopies {
  private RoutineCopies() {}

  static Routine withTypes(Routine r, UnaryOperator<DataType> change) {
    return copy(
        r,
        r.name(),
        r.owner(),
        r.grants(),
        r.schema(),
        r.parameters().stream()
            .map(
                p ->
                    new Routine.Parameter(
                        p.name(), p.mode(), change.apply(p.type()), p.defaultText()))
            .toList(),
        change.apply(r.result()),
        r.comment());
  }

  static Routine renamed(Routine r, String name) {
    return copy(
        r, name, r.owner(), r.grants(), r.schema(), r.parameters(), r.result(), r.comment());
  }

  static Routine ownedBy(Routine r, long owner) {
    return copy(
        r, r.name(), owner, r.grants(), r.schema(), r.parameters(), r.result(), r.comment());
  }

  static Routine inSchema(Routine r, long schema) {
    return copy(
        r, r.name(), r.owner(), r.grants(), schema, r.parameters(), r.result(), r.comment());
  }

  static Routine withGrants(Routine r, List<Grant> grants) {
    return copy(
        r, r.name(), r.owner(), grants, r.schema(), r.parameters(), r.result(), r.comment());
  }

  static Routine commented(Routine r, String comment) {
    return copy(
        r, r.name(), r.owner(), r.grants(), r.schema(), r.parameters(), r.result(), comment);
  }

  /** With what ALTER FUNCTION may change. */
  static Routine with(
      Routine r,
      Routine.Volatility volatility,
      boolean strict,
      boolean securityDefiner,
      Map<String, String> settings) {
    return new Routine(
        r.id(),
        r.name(),
        0,
        r.owner(),
        r.grants(),
        r.database(),
        r.schema(),
        r.procedure(),
        r.parameters(),
        r.result(),
        r.returnsSet(),
        r.trigger(),
        r.language(),
        r.body(),
        volatility,
        strict,
        securityDefiner,
        settings,
        r.comment());
  }

  private static Routine copy(
      Routine r,
      String name,
      long owner,
      List<Grant> grants,
      long schema,
      List<Routine.Parameter> parameters,
      DataType result,
      String comment) {
    return new Routine(
        r.id(),
        name,
        0,
        owner,
        grants,
        r.database(),
        schema,
        r.procedure(),
        parameters,
        result,
        r.returnsSet(),
        r.trigger(),
        r.language(),
        r.body(),
        r.volatility(),
        r.strict(),
        r.securityDefiner(),
        r.settings(),
        comment);
  }
}
