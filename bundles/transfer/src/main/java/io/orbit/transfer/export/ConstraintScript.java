package io.orbit.transfer.export;

import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.records.Sequences;
import io.orbit.transfer.Names;
import io.orbit.transfer.Services;
import java.util.stream.Collectors;

/** The statements that follow the rows: indexes, constraints, views, positions of sequences. */
final class ConstraintScript {
  private final Contents contents;
  private final Services services;
  private final StringBuilder out;
  private String path = "";

  ConstraintScript(Contents contents, Services services, StringBuilder out) {
    this.contents = contents;
    this.services = services;
    this.out = out;
  }

  void write() {
    for (Collection table : contents.tables()) {
      for (Index index : table.indexes()) {
        path(table);
        index(table, index);
      }
      for (Check check : table.checks()) {
        if (!check.validated()) {
          path(table);
          add(
              table,
              check.name(),
              "CHECK " + Names.parenthesized(contents.shown(check.text())) + " NOT VALID");
        }
      }
    }
    for (Collection table : contents.tables()) {
      for (ForeignKey key : table.foreignKeys()) {
        path(table);
        add(table, key.name(), foreignKey(table, key));
      }
    }
    contents.views().forEach(this::view);
    for (Collection sequence : contents.sequences()) {
      position(sequence);
    }
    comments();
  }

  /** Texts of expressions and views stand as they were typed: names in them need a path. */
  private void path(Collection collection) {
    String next = path(contents.schemaOf(collection));
    if (!next.equals(path)) {
      path = next;
      out.append(next);
    }
  }

  static String path(String schema) {
    String own = Names.identifier(schema);
    return "SET search_path = " + own + (schema.equals("public") ? "" : ", public") + ";\n";
  }

  private void add(Collection table, String name, String definition) {
    out.append("ALTER TABLE ").append(contents.name(table)).append(" ADD CONSTRAINT ");
    out.append(Names.identifier(name)).append(' ').append(definition).append(";\n");
  }

  private void index(Collection table, Index index) {
    String elements =
        index.elements().stream()
            .map(element -> element(table, element))
            .collect(Collectors.joining(", ", "(", ")"));
    String include =
        index.include().isEmpty()
            ? ""
            : index.include().stream()
                .map(id -> column(table, id))
                .collect(Collectors.joining(", ", " INCLUDE (", ")"));
    String nulls = index.nullsNotDistinct() ? "NULLS NOT DISTINCT" : "";
    if (index.constraint()) {
      add(table, index.name(), ("UNIQUE " + nulls).strip() + " " + elements + include);
      return;
    }
    out.append("CREATE ").append(index.unique() ? "UNIQUE " : "").append("INDEX ");
    out.append(Names.identifier(index.name())).append(" ON ").append(contents.name(table));
    out.append(' ').append(elements).append(include);
    out.append(nulls.isEmpty() ? "" : " " + nulls);
    if (!index.predicateText().isEmpty()) {
      out.append(" WHERE ").append(Names.parenthesized(contents.shown(index.predicateText())));
    }
    out.append(";\n");
  }

  private String element(Collection table, Index.Element element) {
    String what =
        element.column() == 0
            ? Names.parenthesized(contents.shown(element.expressionText()))
            : column(table, element.column());
    if (element.descending()) {
      return what + " DESC" + (element.nullsFirst() ? "" : " NULLS LAST");
    }
    return what + (element.nullsFirst() ? " NULLS FIRST" : "");
  }

  private static String column(Collection table, int id) {
    return table.columns().stream()
        .filter(column -> column.id() == id)
        .map(column -> Names.identifier(column.name()))
        .findFirst()
        .orElseThrow();
  }

  private String foreignKey(Collection table, ForeignKey key) {
    Collection target = (Collection) contents.catalog().object(key.target()).orElseThrow();
    StringBuilder text = new StringBuilder("FOREIGN KEY ");
    text.append(columns(table, key.columns())).append(" REFERENCES ");
    text.append(contents.name(target)).append(' ').append(columns(target, key.targetColumns()));
    text.append(key.matchFull() ? " MATCH FULL" : "");
    text.append(action(" ON UPDATE ", key.onUpdate()))
        .append(action(" ON DELETE ", key.onDelete()));
    text.append(key.deferrable() ? " DEFERRABLE" : "");
    text.append(key.initiallyDeferred() ? " INITIALLY DEFERRED" : "");
    return text.append(key.validated() ? "" : " NOT VALID").toString();
  }

  private static String columns(Collection table, java.util.List<Integer> ids) {
    return ids.stream().map(id -> column(table, id)).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String action(String clause, ForeignKey.Action action) {
    return switch (action) {
      case NO_ACTION -> "";
      case RESTRICT -> clause + "RESTRICT";
      case CASCADE -> clause + "CASCADE";
      case SET_NULL -> clause + "SET NULL";
      case SET_DEFAULT -> clause + "SET DEFAULT";
    };
  }

  private void view(Collection view) {
    path(view);
    String columns =
        view.columns().stream()
            .map(column -> Names.identifier(column.name()))
            .collect(Collectors.joining(", ", " (", ")"));
    String text = view.definition().strip().replaceAll(";+$", "");
    out.append(view.isMaterializedView() ? "CREATE MATERIALIZED VIEW " : "CREATE VIEW ");
    out.append(contents.name(view)).append(columns).append(" AS\n").append(text).append(";\n");
  }

  /** Read after the snapshot: a number is never given twice, be it that some are left out. */
  private void position(Collection sequence) {
    Sequences.State state = services.sequences().state(services.store().latest(), sequence);
    String name =
        contents
            .identity(sequence)
            .map(
                one ->
                    "pg_catalog.pg_get_serial_sequence("
                        + Names.literal(contents.name(one.table()))
                        + ", "
                        + Names.literal(one.column().name())
                        + ")")
            .orElseGet(() -> Names.literal(contents.name(sequence)));
    out.append("SELECT pg_catalog.setval(").append(name);
    out.append(", ").append(state.lastValue()).append(", ").append(state.called()).append(");\n");
  }

  // ---- comments

  private void comments() {
    for (Collection one : contents.collections()) {
      if (contents.identity(one).isPresent()) {
        continue;
      }
      String name = contents.name(one);
      comment(word(one) + " " + name, one.comment());
      for (Column column : one.columns()) {
        if (one.sequence() == null) {
          comment("COLUMN " + name + "." + Names.identifier(column.name()), column.comment());
        }
      }
      for (Index index : one.indexes()) {
        if (!index.constraint()) {
          String qualified = Names.qualified(contents.schemaOf(one), index.name());
          comment("INDEX " + qualified, index.comment());
        }
      }
    }
  }

  static String word(Collection one) {
    return switch (one.kind()) {
      case TABLE -> one.isMaterializedView() ? "MATERIALIZED VIEW" : "TABLE";
      case VIEW -> "VIEW";
      case SEQUENCE -> "SEQUENCE";
    };
  }

  private void comment(String what, String comment) {
    if (!comment.isEmpty()) {
      out.append("COMMENT ON ").append(what).append(" IS ");
      out.append(Names.literal(comment)).append(";\n");
    }
  }
}
