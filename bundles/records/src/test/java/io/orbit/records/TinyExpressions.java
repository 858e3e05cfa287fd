package io.orbit.records;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Policy;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.records.RowExpressions;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.api.value.DomainDefinition;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A language of four forms: {@code lower(column)}, {@code column > number}, {@code column + number}
 * and a literal of the wanted type.
 */
final class TinyExpressions implements RowExpressions {
  /** Triggers that fired, with their events. */
  final List<String> fired = new ArrayList<>();

  @Override
  public RowExpression compile(Collection collection, String text, DataType type) {
    if (text.startsWith("lower(")) {
      int column = collection.position(text.substring(6, text.length() - 1));
      return (session, row) -> lower(row[column]);
    }
    String[] words = text.split(" ");
    if (words.length == 3) {
      int column = collection.position(words[0]);
      long number = Long.parseLong(words[2]);
      return (session, row) -> compute(row[column], words[1], number, type);
    }
    Object value = ValueText.parse(text, type, TextContext.UTC);
    return (session, row) -> value;
  }

  @Override
  public void checkDomain(Session session, DataType domain, @Nullable Object value) {
    DomainDefinition definition = domain.domain();
    if (definition != null && definition.notNull() && value == null) {
      throw new OrbitException(ErrorCode.NOT_NULL_VIOLATION, "domain " + definition.name());
    }
  }

  /** The first policy's conditions, in the forms above. */
  @Override
  public boolean permits(
      Session session,
      Collection collection,
      Policy.Command command,
      boolean check,
      @Nullable Object[] row) {
    Policy policy = collection.rowSecurity().policies().getFirst();
    String text = check ? policy.checkText() : policy.usingText();
    return Boolean.TRUE.equals(compile(collection, text, DataType.BOOLEAN).evaluate(session, row));
  }

  /** Notes what fired in its table's name; {@code skip} lets nothing happen. */
  @Override
  public @Nullable Object @Nullable [] fire(Session session, TriggerCall call) {
    fired.add(call.trigger().name() + " " + call.event());
    return call.trigger().name().equals("skip") ? null : new @Nullable Object[0];
  }

  private static @Nullable Object lower(@Nullable Object value) {
    return value == null ? null : value.toString().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Object compute(
      @Nullable Object value, String operator, long number, DataType type) {
    if (!(value instanceof Number operand)) {
      return null;
    }
    return switch (operator) {
      case ">" -> operand.longValue() > number;
      case "+" ->
          ValueText.parse(Long.toString(operand.longValue() + number), type, TextContext.UTC);
      default -> throw new IllegalArgumentException(operator);
    };
  }
}
