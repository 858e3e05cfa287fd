package io.orbit.transfer.export;

import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Sequence;
import io.orbit.api.value.text.TypeNames;
import io.orbit.transfer.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The statements that make tables and sequences, before their rows come. */
final class TableScript {
  private final Contents contents;
  private final StringBuilder out;

  TableScript(Contents contents, StringBuilder out) {
    this.contents = contents;
    this.out = out;
  }

  void schemas() {
    contents.schemas().stream()
        .filter(schema -> !schema.name().equals("public"))
        .forEach(
            schema ->
                out.append("CREATE SCHEMA ").append(Names.identifier(schema.name())).append(";\n"));
  }

  /** Sequences that no identity column makes by itself. */
  void sequences() {
    for (Collection sequence : contents.sequences()) {
      Sequence parameters = sequence.sequence();
      if (parameters != null && contents.identity(sequence).isEmpty()) {
        out.append("CREATE SEQUENCE ").append(contents.name(sequence));
        out.append(" AS ").append(TypeNames.format(parameters.type()));
        out.append(' ').append(options(parameters)).append(";\n");
      }
    }
  }

  private static String options(Sequence parameters) {
    return "INCREMENT BY "
        + parameters.increment()
        + " MINVALUE "
        + parameters.minimum()
        + " MAXVALUE "
        + parameters.maximum()
        + " START WITH "
        + parameters.start()
        + " CACHE "
        + parameters.cache()
        + (parameters.cycle() ? " CYCLE" : " NO CYCLE");
  }

  void table(Collection table) {
    List<String> lines = new ArrayList<>();
    for (Column column : table.columns()) {
      lines.add(column(column));
    }
    if (!table.primaryKey().isEmpty()) {
      String columns =
          table.primaryKey().stream()
              .map(position -> Names.identifier(table.columns().get(position).name()))
              .collect(Collectors.joining(", "));
      lines.add(
          "CONSTRAINT "
              + Names.identifier(table.primaryKeyName())
              + " PRIMARY KEY ("
              + columns
              + ")");
    }
    for (Check check : table.checks()) {
      if (check.validated()) {
        lines.add(
            "CONSTRAINT "
                + Names.identifier(check.name())
                + " CHECK "
                + Names.parenthesized(contents.shown(check.text())));
      }
    }
    out.append("CREATE TABLE ").append(contents.name(table)).append(" (\n  ");
    out.append(String.join(",\n  ", lines)).append("\n)");
    ours(table);
    out.append(";\n");
    owned(table);
  }

  /** What only Orbit has: engines of their own, open tables, tables out of Redis' sight. */
  private void ours(Collection table) {
    if (!table.engine().equals(contents.database().engine())) {
      out.append(" USING ").append(Names.identifier(table.engine()));
    }
    Map<String, String> options = new TreeMap<>(table.options());
    if (!options.isEmpty()) {
      out.append(
          options.entrySet().stream()
              .map(option -> option.getKey() + " = " + Names.literal(option.getValue()))
              .collect(Collectors.joining(", ", " WITH (", ")")));
    }
  }

  private String column(Column column) {
    StringBuilder line = new StringBuilder(Names.identifier(column.name()));
    line.append(' ').append(TypeScript.name(contents, column.type()));
    if (!column.collation().isEmpty()) {
      line.append(" COLLATE ").append(Names.identifier(column.collation()));
    }
    if (!column.generatedText().isEmpty()) {
      line.append(" GENERATED ALWAYS AS ");
      line.append(Names.parenthesized(contents.shown(column.generatedText()))).append(" STORED");
    } else if (column.identity() != Column.Identity.NONE) {
      line.append(identity(column));
    } else if (!column.defaultText().isEmpty()) {
      line.append(" DEFAULT ").append(contents.shown(column.defaultText()));
    }
    return line.append(column.notNull() ? " NOT NULL" : "").toString();
  }

  private String identity(Column column) {
    String kind = column.identity() == Column.Identity.ALWAYS ? "ALWAYS" : "BY DEFAULT";
    return contents
        .catalog()
        .object(column.sequence())
        .filter(Collection.class::isInstance)
        .map(Collection.class::cast)
        .map(Collection::sequence)
        .map(parameters -> " (" + options(parameters) + ")")
        .map(options -> " GENERATED " + kind + " AS IDENTITY" + options)
        .orElse(" GENERATED " + kind + " AS IDENTITY");
  }

  /** Sequences that go with the table, each owned by the column whose default takes from it. */
  private void owned(Collection table) {
    for (Collection sequence : contents.sequences()) {
      Sequence parameters = sequence.sequence();
      if (parameters != null && parameters.ownedBy() == table.id()) {
        table.columns().stream()
            .filter(column -> column.identity() == Column.Identity.NONE)
            .filter(
                column ->
                    column.sequence() == sequence.id()
                        || contents.shown(column.defaultText()).contains(sequence.name()))
            .findFirst()
            .ifPresent(
                column ->
                    out.append("ALTER SEQUENCE ")
                        .append(contents.name(sequence))
                        .append(" OWNED BY ")
                        .append(contents.name(table))
                        .append('.')
                        .append(Names.identifier(column.name()))
                        .append(";\n"));
      }
    }
  }
}
