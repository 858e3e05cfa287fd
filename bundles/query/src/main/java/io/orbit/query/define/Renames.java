package io.orbit.query.define;

import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.RowSecurity;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** New names for columns, constraints and indexes. */
final class Renames {
  private Renames() {}

  /** The table with a column renamed, also in the expressions that mention it. */
  static Collection column(Collection table, String from, String to, Language language) {
    List<Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      Column renamed = column.name().equals(from) ? Columns.renamed(column, to) : column;
      columns.add(
          renamed.generatedText().isEmpty()
              ? renamed
              : new Column(
                  renamed.id(),
                  renamed.name(),
                  renamed.type(),
                  renamed.notNull(),
                  renamed.defaultText(),
                  ColumnText.rename(renamed.generatedText(), from, to, language),
                  renamed.identity(),
                  renamed.sequence(),
                  renamed.missingText(),
                  renamed.missingIsNull(),
                  renamed.sinceVersion(),
                  renamed.collation(),
                  renamed.comment()));
    }
    List<Check> checks =
        table.checks().stream()
            .map(
                check ->
                    new Check(
                        check.id(),
                        check.name(),
                        ColumnText.rename(check.text(), from, to, language),
                        check.validated()))
            .toList();
    List<Index> indexes =
        table.indexes().stream().map(index -> column(index, from, to, language)).toList();
    Collection renamed =
        with(table, columns, table.primaryKeyName(), indexes, checks, table.foreignKeys());
    return Copies.withRowSecurity(
        renamed,
        new RowSecurity(
            table.rowSecurity().enabled(),
            table.rowSecurity().forced(),
            table.rowSecurity().policies().stream()
                .map(policy -> column(policy, from, to, language))
                .toList()));
  }

  private static Policy column(Policy policy, String from, String to, Language language) {
    for (String text : List.of(policy.usingText(), policy.checkText())) {
      if (text.toLowerCase(Locale.ROOT).contains("select")) {
        throw new OrbitException(
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "renaming a column of a table whose policy \""
                + policy.name()
                + "\" has a subquery is not supported");
      }
    }
    return new Policy(
        policy.id(),
        policy.name(),
        policy.permissive(),
        policy.command(),
        policy.roles(),
        ColumnText.rename(policy.usingText(), from, to, language),
        ColumnText.rename(policy.checkText(), from, to, language),
        policy.comment());
  }

  private static Index column(Index index, String from, String to, Language language) {
    List<Index.Element> elements =
        index.elements().stream()
            .map(
                e ->
                    new Index.Element(
                        e.column(),
                        ColumnText.rename(e.expressionText(), from, to, language),
                        e.descending(),
                        e.nullsFirst()))
            .toList();
    return new Index(
        index.id(),
        index.name(),
        elements,
        index.include(),
        index.unique(),
        index.nullsNotDistinct(),
        index.constraint(),
        ColumnText.rename(index.predicateText(), from, to, language),
        index.space(),
        index.valid(),
        index.comment());
  }

  /** The table with a constraint or index renamed. */
  static Collection constraint(Collection table, String from, String to) {
    boolean primary = from.equals(table.primaryKeyName());
    boolean known =
        primary
            || table.indexes().stream().anyMatch(i -> i.name().equals(from))
            || table.checks().stream().anyMatch(c -> c.name().equals(from))
            || table.foreignKeys().stream().anyMatch(k -> k.name().equals(from));
    if (!known) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT,
          "constraint \"" + from + "\" for table \"" + table.name() + "\" does not exist");
    }
    return with(
        table,
        table.columns(),
        primary ? to : table.primaryKeyName(),
        table.indexes().stream().map(i -> i.name().equals(from) ? named(i, to) : i).toList(),
        table.checks().stream()
            .map(c -> c.name().equals(from) ? new Check(c.id(), to, c.text(), c.validated()) : c)
            .toList(),
        table.foreignKeys().stream().map(k -> k.name().equals(from) ? named(k, to) : k).toList());
  }

  private static Index named(Index index, String name) {
    return new Index(
        index.id(),
        name,
        index.elements(),
        index.include(),
        index.unique(),
        index.nullsNotDistinct(),
        index.constraint(),
        index.predicateText(),
        index.space(),
        index.valid(),
        index.comment());
  }

  private static ForeignKey named(ForeignKey key, String name) {
    return new ForeignKey(
        key.id(),
        name,
        key.columns(),
        key.target(),
        key.targetColumns(),
        key.onDelete(),
        key.onUpdate(),
        key.matchFull(),
        key.deferrable(),
        key.initiallyDeferred(),
        key.validated());
  }

  /**
   * The table with only those constraints that its records have yet to be held against: valid ones
   * that are new, and one by name.
   */
  static Collection unproven(Collection before, Collection after, String name) {
    List<Check> checks = new ArrayList<>(after.checks());
    checks.removeIf(
        check ->
            !check.name().equals(name)
                && (!check.validated()
                    || before.checks().stream().anyMatch(old -> old.id() == check.id())));
    List<ForeignKey> keys = new ArrayList<>(after.foreignKeys());
    keys.removeIf(
        key ->
            !key.name().equals(name)
                && (!key.validated()
                    || before.foreignKeys().stream().anyMatch(old -> old.id() == key.id())));
    keys.replaceAll(key -> validated(key, false));
    return with(after, after.columns(), after.primaryKeyName(), after.indexes(), checks, keys);
  }

  static ForeignKey validated(ForeignKey key, boolean valid) {
    return new ForeignKey(
        key.id(),
        key.name(),
        key.columns(),
        key.target(),
        key.targetColumns(),
        key.onDelete(),
        key.onUpdate(),
        key.matchFull(),
        key.deferrable(),
        key.initiallyDeferred(),
        valid);
  }

  private static Collection with(
      Collection t,
      List<Column> columns,
      String primaryKeyName,
      List<Index> indexes,
      List<Check> checks,
      List<ForeignKey> foreignKeys) {
    return new Collection(
        t.id(),
        t.name(),
        0,
        t.owner(),
        t.grants(),
        t.database(),
        t.schema(),
        t.kind(),
        columns,
        t.primaryKey(),
        primaryKeyName,
        indexes,
        checks,
        foreignKeys,
        t.schemaVersion(),
        t.nextColumnId(),
        t.open(),
        t.redis(),
        t.space(),
        t.engine(),
        t.options(),
        t.definition(),
        t.sequence(),
        t.comment(),
        t.triggers(),
        t.rowSecurity());
  }
}
