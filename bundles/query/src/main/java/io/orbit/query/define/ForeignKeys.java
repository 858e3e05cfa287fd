package io.orbit.query.define;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Definition.ConstraintClause;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.TableNames;
import io.orbit.query.type.TypeNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Builds foreign keys: what they refer to must be unique and of comparable types. */
final class ForeignKeys {
  private final CommandContext context;
  private final TableBuilder table;
  private final String tableName;

  ForeignKeys(CommandContext context, TableBuilder table, String tableName) {
    this.context = context;
    this.table = table;
    this.tableName = tableName;
  }

  ForeignKey build(ConstraintClause.ForeignKey key, long id, ConstraintNames names) {
    boolean self = key.table().getLast().equals(tableName);
    Collection target = self ? null : target(key);
    List<Column> targetColumns = target == null ? table.columns() : target.columns();
    List<String> referenced = key.referenced();
    List<String> primary =
        target == null
            ? table.primaryKey()
            : target.primaryKey().stream().map(p -> target.columns().get(p).name()).toList();
    if (referenced.isEmpty()) {
      if (primary.isEmpty()) {
        throw new OrbitException(
                ErrorCode.UNDEFINED_OBJECT,
                "there is no primary key for referenced table \"" + key.table().getLast() + "\"")
            .at(key.position());
      }
      referenced = primary;
    }
    if (referenced.size() != key.columns().size()) {
      throw new OrbitException(
              ErrorCode.INVALID_FOREIGN_KEY,
              "number of referencing and referenced columns for foreign key disagree")
          .at(key.position());
    }
    List<Integer> columns = new ArrayList<>();
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < referenced.size(); i++) {
      Column own = table.require(key.columns().get(i), key.position());
      Column other = column(targetColumns, referenced.get(i), key);
      requireComparable(own, other, key);
      columns.add(own.id());
      ids.add(other.id());
    }
    requireUnique(key, target, referenced, primary, ids);
    String given = key.name();
    return new ForeignKey(
        id,
        given == null
            ? names.free(tableName + "_" + String.join("_", key.columns()) + "_fkey")
            : names.take(given, tableName),
        columns,
        target == null ? table.id() : target.id(),
        ids,
        action(key.onDelete()),
        action(key.onUpdate()),
        key.match() == Definition.MatchType.FULL,
        key.deferrable(),
        key.initiallyDeferred(),
        key.valid());
  }

  private Collection target(ConstraintClause.ForeignKey key) {
    Collection found = TableNames.collection(context, key.table(), key.position());
    context.services().catalog().lock(context.transaction(), found.id(), false);
    if (found.kind() != Collection.Kind.TABLE) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE,
          "referenced relation \"" + found.name() + "\" is not a table");
    }
    context.session().require(found, Privilege.REFERENCES);
    return found;
  }

  private static Column column(List<Column> columns, String name, ConstraintClause.ForeignKey key) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new OrbitException(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \""
                            + name
                            + "\" referenced in foreign key constraint does not exist")
                    .at(key.position()));
  }

  private static void requireComparable(Column own, Column other, ConstraintClause.ForeignKey key) {
    boolean same = own.type().kind() == other.type().kind();
    boolean numbers = own.type().kind().isNumeric() && other.type().kind().isNumeric();
    boolean texts = own.type().kind().isText() && other.type().kind().isText();
    if (!same && !numbers && !texts) {
      throw new OrbitException(
              ErrorCode.DATATYPE_MISMATCH, "foreign key constraint cannot be implemented")
          .withDetail(
              "Key columns \""
                  + own.name()
                  + "\" and \""
                  + other.name()
                  + "\" are of incompatible types: "
                  + TypeNames.displayBase(own.type())
                  + " and "
                  + TypeNames.displayBase(other.type())
                  + ".")
          .at(key.position());
    }
  }

  private void requireUnique(
      ConstraintClause.ForeignKey key,
      @org.jspecify.annotations.Nullable Collection target,
      List<String> referenced,
      List<String> primary,
      List<Integer> ids) {
    boolean byPrimaryKey = new HashSet<>(primary).equals(new HashSet<>(referenced));
    List<Index> indexes = target == null ? table.indexes() : target.indexes();
    boolean byIndex =
        indexes.stream()
            .anyMatch(
                index ->
                    index.unique()
                        && index.predicateText().isEmpty()
                        && new HashSet<>(
                                index.elements().stream().map(Index.Element::column).toList())
                            .equals(new HashSet<>(ids)));
    if (!byPrimaryKey && !byIndex) {
      throw new OrbitException(
              ErrorCode.INVALID_FOREIGN_KEY,
              "there is no unique constraint matching given keys for referenced table \""
                  + key.table().getLast()
                  + "\"")
          .at(key.position());
    }
  }

  static ForeignKey.Action action(Definition.ReferentialAction action) {
    return ForeignKey.Action.valueOf(action.name());
  }
}
