package io.orbit.query.define;

import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.value.DataType;
import io.orbit.query.session.CommandContext;
import java.util.List;
import java.util.Map;

/** Binds the expressions of a definition once, so that a bad one is refused when it is made. */
final class StoredExpressions {
  private StoredExpressions() {}

  static void validate(CommandContext context, Collection table) {
    for (Column column : table.columns()) {
      if (!column.defaultText().isEmpty()) {
        bind(context, withoutColumns(table), column.defaultText(), column.type());
      }
      if (!column.generatedText().isEmpty()) {
        bind(context, table, column.generatedText(), column.type());
      }
    }
    for (Check check : table.checks()) {
      bind(context, table, check.text(), DataType.BOOLEAN);
    }
    for (Index index : table.indexes()) {
      if (!index.predicateText().isEmpty()) {
        bind(context, table, index.predicateText(), DataType.BOOLEAN);
      }
      for (Index.Element element : index.elements()) {
        if (!element.expressionText().isEmpty()) {
          bind(context, table, element.expressionText(), DataType.DYNAMIC);
        }
      }
    }
  }

  /** A default may not look at the row. */
  private static Collection withoutColumns(Collection table) {
    return new Collection(
        table.id(),
        table.name(),
        table.version(),
        table.owner(),
        table.grants(),
        table.database(),
        table.schema(),
        table.kind(),
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        table.schemaVersion(),
        table.nextColumnId(),
        false,
        false,
        table.space(),
        table.engine(),
        Map.of(),
        "",
        null,
        "");
  }

  private static void bind(CommandContext context, Collection table, String text, DataType type) {
    context
        .binder()
        .bindRow(
            context.session(),
            context.catalog(),
            context.language(),
            table,
            context.language().parseExpression(text),
            type);
  }
}
