package io.orbit.records;

import static io.orbit.records.TestDatabase.ascending;
import static io.orbit.records.TestDatabase.index;
import static io.orbit.records.TestDatabase.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.ForeignKey.Action;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.records.TestDatabase.Table;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign keys: what must exist, and what happens to those that refer to what goes. */
class ReferencesTest {
  private final TestDatabase database = new TestDatabase();
  private final Collection parent = parent();

  @AfterEach
  void close() {
    database.close();
  }

  private Collection parent() {
    Table table =
        new Table("parent").column("id", DataType.INT32).column("code", DataType.TEXT).key(0);
    table.indexes.add(index("parent_code_key", true, false, "", ascending(2)));
    Collection created = database.create(table);
    database.insert(created, 1, "one");
    database.insert(created, 2, "two");
    database.insert(created, 9, "nine");
    return created;
  }

  private Collection child(Action onDelete, Action onUpdate, boolean indexed) {
    Table table =
        new Table("child")
            .column("id", DataType.INT64)
            .column(id -> TestDatabase.column(id, "parent_id", DataType.INT64, false, "9", ""))
            .key(0);
    table.foreignKeys.add(
        reference("child_parent_id_fkey", List.of(2), parent, List.of(1), onDelete, onUpdate));
    if (indexed) {
      table.indexes.add(index("child_parent", false, false, "", ascending(2)));
    }
    return database.create(table);
  }

  private static OrbitException violation(ThrowingCallable call) {
    OrbitException error = catchThrowableOfType(OrbitException.class, call);
    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo(ErrorCode.FOREIGN_KEY_VIOLATION);
    return error;
  }

  @Test
  void whatARowRefersToMustExist() {
    Collection child = child(Action.NO_ACTION, Action.NO_ACTION, true);
    database.insert(child, 1L, 1L);
    database.insert(child, 2L, null);
    OrbitException insert = violation(() -> database.insert(child, 3L, 7L));
    assertThat(insert)
        .hasMessage(
            "insert or update on table \"child\" violates foreign key constraint"
                + " \"child_parent_id_fkey\"");
    assertThat(insert.detail())
        .isEqualTo("Key (parent_id)=(7) is not present in table \"parent\".");
    assertThat(insert.subject().constraint()).isEqualTo("child_parent_id_fkey");
    violation(() -> database.update(child, new Object[] {1L}, 1, 7L));
    database.update(child, new Object[] {1L}, 1, 2L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Action.class,
      names = {"NO_ACTION", "RESTRICT"})
  void whatIsReferredToStays(Action action) {
    Collection child = child(action, action, true);
    database.insert(child, 1L, 1L);
    OrbitException delete = violation(() -> database.delete(parent, 1));
    assertThat(delete)
        .hasMessage(
            "update or delete on table \"parent\" violates foreign key constraint"
                + " \"child_parent_id_fkey\" on table \"child\"");
    assertThat(delete.detail()).isEqualTo("Key (id)=(1) is still referenced from table \"child\".");
    violation(() -> database.update(parent, new Object[] {1}, 0, 5));
    database.update(parent, new Object[] {1}, 1, "uno");
    database.delete(parent, 2);
  }

  @Test
  void noActionIsExcusedWhenTheKeyIsBackAtTheEnd() {
    Collection child = child(Action.NO_ACTION, Action.NO_ACTION, true);
    database.insert(child, 1L, 1L);
    database.run(
        (transaction, statement) -> {
          TestDatabase.delete(database, transaction, statement, parent, 1);
          statement.insert(parent, new Object[] {1, "again"}, 0);
        });
    Collection strict = childNamed("strict", Action.RESTRICT);
    database.insert(strict, 1L, 1L);
    violation(
        () ->
            database.run(
                (transaction, statement) -> {
                  TestDatabase.delete(database, transaction, statement, parent, 1);
                  statement.insert(parent, new Object[] {1, "more"}, 0);
                }));
  }

  private Collection childNamed(String name, Action action) {
    Table table = new Table(name).column("id", DataType.INT64).column("p", DataType.INT64).key(0);
    table.foreignKeys.add(
        reference(name + "_fkey", List.of(2), parent, List.of(1), action, action));
    return database.create(table);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void actionsReachTheRowsThatRefer(boolean indexed) {
    Collection child = child(Action.CASCADE, Action.CASCADE, indexed);
    database.insert(child, 1L, 1L);
    database.insert(child, 2L, 1L);
    database.insert(child, 3L, 2L);
    database.update(parent, new Object[] {1}, 0, 4);
    assertThat(database.rows(child))
        .containsExactly(List.of(1L, 4L), List.of(2L, 4L), List.of(3L, 2L));
    database.delete(parent, 4);
    assertThat(database.rows(child)).containsExactly(List.of(3L, 2L));
  }

  @Test
  void columnsAreSetToNullOrDefault() {
    Collection nulled = child(Action.SET_NULL, Action.SET_NULL, true);
    database.insert(nulled, 1L, 1L);
    database.update(parent, new Object[] {1}, 0, 3);
    assertThat(database.rows(nulled)).containsExactly(Arrays.asList(1L, null));

    Table table =
        new Table("defaulted")
            .column("id", DataType.INT64)
            .column(id -> TestDatabase.column(id, "p", DataType.INT64, false, "9", ""))
            .key(0);
    table.foreignKeys.add(
        reference(
            "d_fkey", List.of(2), parent, List.of(1), Action.SET_DEFAULT, Action.SET_DEFAULT));
    Collection defaulted = database.create(table);
    database.insert(defaulted, 1L, 2L);
    database.delete(parent, 2);
    assertThat(database.rows(defaulted)).containsExactly(List.of(1L, 9L));
    assertThat(violation(() -> database.delete(parent, 9)).detail())
        .isEqualTo("Key (p)=(9) is not present in table \"parent\".");
  }

  @Test
  void aUniqueColumnMayBeReferredTo() {
    Table table =
        new Table("by_code").column("id", DataType.INT64).column("code", DataType.VARCHAR).key(0);
    table.foreignKeys.add(
        reference("by_code_fkey", List.of(2), parent, List.of(2), Action.CASCADE, Action.CASCADE));
    Collection child = database.create(table);
    database.insert(child, 1L, "one");
    violation(() -> database.insert(child, 2L, "none"));
    database.update(parent, new Object[] {1}, 1, "uno");
    assertThat(database.rows(child)).containsExactly(List.of(1L, "uno"));
    database.delete(parent, 1);
    assertThat(database.rows(child)).isEmpty();
  }

  @Test
  void matchFullRefusesHalfAReference() {
    Table target =
        new Table("pair").column("a", DataType.INT32).column("b", DataType.INT32).key(0, 1);
    Collection pair = database.create(target);
    database.insert(pair, 1, 2);
    ForeignKey simple =
        reference("half", List.of(3, 2), pair, List.of(2, 1), Action.CASCADE, Action.NO_ACTION);
    ForeignKey full =
        new ForeignKey(
            0,
            "full",
            simple.columns(),
            pair.id(),
            simple.targetColumns(),
            Action.CASCADE,
            Action.NO_ACTION,
            true,
            false,
            false,
            true);
    Collection loose = database.create(pairChild("loose", simple));
    Collection strict = database.create(pairChild("strict", full));
    database.insert(loose, 1, null, 5);
    database.insert(strict, 1, null, null);
    OrbitException mixed = violation(() -> database.insert(strict, 2, null, 5));
    assertThat(mixed.detail())
        .isEqualTo("MATCH FULL does not allow mixing of null and nonnull key values.");
    database.insert(strict, 3, 1, 2);
    assertThat(violation(() -> database.insert(strict, 4, 2, 1)).detail())
        .isEqualTo("Key (b, a)=(1, 2) is not present in table \"pair\".");
    database.delete(pair, 1, 2);
    assertThat(database.rows(strict)).containsExactly(Arrays.asList(1, null, null));
  }

  private static Table pairChild(String name, ForeignKey key) {
    Table table =
        new Table(name)
            .column("id", DataType.INT32)
            .column("a", DataType.INT32)
            .column("b", DataType.INT32)
            .key(0);
    table.foreignKeys.add(key);
    return table;
  }

  @Test
  void truncateRefusesWhatIsReferredTo() {
    Collection child = child(Action.CASCADE, Action.CASCADE, true);
    OrbitException refused =
        catchThrowableOfType(
            OrbitException.class,
            () ->
                database.run(
                    (transaction, statement) -> statement.truncate(List.of(parent), false)));
    assertThat(refused.code()).isEqualTo(ErrorCode.FEATURE_NOT_SUPPORTED);
    assertThat(refused)
        .hasMessage("cannot truncate a table referenced in a foreign key constraint");
    assertThat(refused.detail()).isEqualTo("Table \"child\" references \"parent\".");
    database.run((transaction, statement) -> statement.truncate(List.of(parent, child), false));
    assertThat(database.rows(database.collection(parent.id()))).isEmpty();
  }
}
