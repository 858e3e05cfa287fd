package io.orbit.records;

import static io.orbit.records.TestDatabase.ascending;
import static io.orbit.records.TestDatabase.column;
import static io.orbit.records.TestDatabase.index;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Sequence;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.records.KeyRange;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import io.orbit.records.TestDatabase.Table;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Defaults and constraints, with PostgreSQL's messages, and what indexes hold afterwards. */
class RecordWriterTest {
  private final TestDatabase database = new TestDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  private static OrbitException error(ThrowingCallable call) {
    OrbitException error = catchThrowableOfType(OrbitException.class, call);
    assertThat(error).isNotNull();
    return error;
  }

  private Collection items() {
    Table table =
        new Table("items")
            .column("id", DataType.INT32)
            .column(id -> column(id, "name", DataType.TEXT, true, "", ""))
            .column(id -> column(id, "qty", DataType.INT32, false, "5", ""))
            .column(id -> column(id, "more", DataType.INT32, false, "", "qty + 1"))
            .key(0);
    table.checks.add(new Check(0, "items_qty_check", "qty > 0", true));
    return database.create(table);
  }

  @Test
  void defaultsAndGeneratedColumnsAreFilledIn() {
    Collection items = items();
    @Nullable Object[] row = {1, "lamp", RecordStatement.DEFAULT, RecordStatement.DEFAULT};
    database.run((transaction, statement) -> statement.insert(items, row, 0));
    assertThat(row).containsExactly(1, "lamp", 5, 6);
    assertThat(database.rows(items)).containsExactly(Arrays.asList(1, "lamp", 5, 6));
    database.update(items, new Object[] {1}, 2, 10);
    assertThat(database.rows(items)).containsExactly(Arrays.asList(1, "lamp", 10, 11));
  }

  @Test
  void violationsSpeakAsPostgresDoes() {
    Collection items = items();
    database.insert(items, 1, "lamp", 41, RecordStatement.DEFAULT);

    OrbitException duplicate =
        error(() -> database.insert(items, 1, "x", 1, RecordStatement.DEFAULT));
    assertThat(duplicate.code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION);
    assertThat(duplicate)
        .hasMessage("duplicate key value violates unique constraint \"items_pkey\"");
    assertThat(duplicate.detail()).isEqualTo("Key (id)=(1) already exists.");
    assertThat(duplicate.subject().schema()).isEqualTo("public");
    assertThat(duplicate.subject().table()).isEqualTo("items");
    assertThat(duplicate.subject().constraint()).isEqualTo("items_pkey");

    OrbitException missing =
        error(() -> database.insert(items, 2, null, 1, RecordStatement.DEFAULT));
    assertThat(missing.code()).isEqualTo(ErrorCode.NOT_NULL_VIOLATION);
    assertThat(missing)
        .hasMessage(
            "null value in column \"name\" of relation \"items\" violates not-null constraint");
    assertThat(missing.detail()).isEqualTo("Failing row contains (2, null, 1, 2).");
    assertThat(missing.subject().column()).isEqualTo("name");

    OrbitException check = error(() -> database.insert(items, 2, "x", 0, RecordStatement.DEFAULT));
    assertThat(check.code()).isEqualTo(ErrorCode.CHECK_VIOLATION);
    assertThat(check)
        .hasMessage("new row for relation \"items\" violates check constraint \"items_qty_check\"");
    assertThat(check.detail()).isEqualTo("Failing row contains (2, x, 0, 1).");
    database.insert(items, 3, "y", null, RecordStatement.DEFAULT);

    OrbitException generated = error(() -> database.insert(items, 4, "x", 1, 9));
    assertThat(generated.code()).isEqualTo(ErrorCode.GENERATED_ALWAYS);
    assertThat(generated.detail()).isEqualTo("Column \"more\" is a generated column.");
    assertThat(database.rows(items)).hasSize(2);
  }

  @Test
  void uniqueIndexesTreatNullsAsDeclared() {
    Table table =
        new Table("u")
            .column("id", DataType.INT32)
            .column("a", DataType.INT32)
            .column("b", DataType.TEXT)
            .key(0);
    table.indexes.add(index("u_a_key", true, false, "", ascending(2)));
    table.indexes.add(index("u_b_key", true, true, "", ascending(3)));
    Collection collection = database.create(table);
    database.insert(collection, 1, null, "x");
    database.insert(collection, 2, null, null);
    OrbitException nulls = error(() -> database.insert(collection, 3, 7, null));
    assertThat(nulls.detail()).isEqualTo("Key (b)=(null) already exists.");
    database.insert(collection, 3, 7, "y");
    OrbitException duplicate = error(() -> database.insert(collection, 4, 7, "z"));
    assertThat(duplicate).hasMessage("duplicate key value violates unique constraint \"u_a_key\"");
    assertThat(duplicate.detail()).isEqualTo("Key (a)=(7) already exists.");
    database.update(collection, new Object[] {3}, 1, 8);
    database.insert(collection, 4, 7, "z");
    assertThat(error(() -> database.update(collection, new Object[] {4}, 1, 8)).code())
        .isEqualTo(ErrorCode.UNIQUE_VIOLATION);
    database.delete(collection, 3);
    database.update(collection, new Object[] {4}, 1, 8);
  }

  @Test
  void partialAndExpressionIndexesCoverTheirRows() {
    Table table = new Table("p").column("id", DataType.INT32).column("name", DataType.TEXT).key(0);
    table.indexes.add(
        index(
            "p_lower", true, false, "id > 10", new Index.Element(0, "lower(name)", false, false)));
    Collection collection = database.create(table);
    database.insert(collection, 1, "A");
    database.insert(collection, 2, "a");
    database.insert(collection, 11, "A");
    OrbitException duplicate = error(() -> database.insert(collection, 12, "a"));
    assertThat(duplicate.detail()).isEqualTo("Key (lower(name))=(a) already exists.");
    Index index = collection.indexes().getFirst();
    assertThat(
            database.rows(
                database.store.latest(), collection, index, KeyRange.equal(List.of("a")), false))
        .containsExactly(List.of(11, "A"));
  }

  @Test
  void indexesAreScannedInBothDirectionsWithinRanges() {
    Table table =
        new Table("s")
            .column("id", DataType.INT32)
            .column("a", DataType.INT32)
            .column("b", DataType.TEXT)
            .key(0);
    table.indexes.add(
        index("s_ab", false, false, "", ascending(2), new Index.Element(3, "", true, true)));
    Collection collection = database.create(table);
    database.insert(collection, 1, 1, "x");
    database.insert(collection, 2, 1, "y");
    database.insert(collection, 3, 2, "x");
    database.insert(collection, 4, 1, null);
    database.insert(collection, 5, null, "z");
    Index index = collection.indexes().getFirst();
    assertThat(ids(collection, index, KeyRange.ALL, false)).containsExactly(4, 2, 1, 3, 5);
    assertThat(ids(collection, index, KeyRange.ALL, true)).containsExactly(5, 3, 1, 2, 4);
    assertThat(ids(collection, index, KeyRange.equal(List.of(1)), false)).containsExactly(4, 2, 1);
    assertThat(ids(collection, index, new KeyRange(List.of(1), "x", false, null, true), false))
        .containsExactly(2);
    assertThat(ids(collection, index, new KeyRange(List.of(1), null, true, "x", true), false))
        .containsExactly(1);
    assertThat(ids(collection, index, new KeyRange(List.of(), 1, false, null, true), false))
        .containsExactly(3);
    assertThat(ids(collection, null, new KeyRange(List.of(), 2, true, 4, false), true))
        .containsExactly(3, 2);
  }

  private List<@Nullable Object> ids(
      Collection collection, @Nullable Index index, KeyRange range, boolean descending) {
    return database.rows(database.store.latest(), collection, index, range, descending).stream()
        .map(List::getFirst)
        .toList();
  }

  @Test
  void aPrimaryKeyMayChange() {
    Table table = new Table("m").column("id", DataType.INT32).column("a", DataType.TEXT).key(0);
    table.indexes.add(index("m_a", false, false, "", ascending(2)));
    Collection collection = database.create(table);
    database.insert(collection, 1, "x");
    database.insert(collection, 2, "y");
    assertThat(error(() -> database.update(collection, new Object[] {1}, 0, 2)).detail())
        .isEqualTo("Key (id)=(2) already exists.");
    database.update(collection, new Object[] {1}, 0, 3);
    assertThat(ids(collection, collection.indexes().getFirst(), KeyRange.ALL, false))
        .containsExactly(3, 2);
    assertThat(database.rows(collection)).containsExactly(List.of(2, "y"), List.of(3, "x"));
  }

  @Test
  void aTableWithoutPrimaryKeyKeepsEqualRows() {
    Collection collection = database.create(new Table("h").column("a", DataType.INT32));
    database.insert(collection, 1);
    database.insert(collection, 1);
    assertThat(database.rows(collection)).containsExactly(List.of(1), List.of(1));
  }

  @Test
  void aConflictIsAnswered() {
    Table table = new Table("c").column("id", DataType.INT32).column("a", DataType.INT32).key(0);
    table.indexes.add(index("c_a_key", true, false, "", ascending(2)));
    Collection collection = database.create(table);
    database.insert(collection, 1, 10);
    database.run(
        (transaction, statement) -> {
          byte[] existing =
              database.records.reader(transaction, collection).encodeKey(new Object[] {1});
          var byKey =
              statement.insertOrConflict(collection, new Object[] {1, 11}, 0, List.of(), true);
          assertThat(byKey.inserted()).isFalse();
          assertThat(byKey.key()).isEqualTo(existing);
          var byIndex =
              statement.insertOrConflict(
                  collection, new Object[] {2, 10}, 0, collection.indexes(), false);
          assertThat(byIndex.inserted()).isFalse();
          assertThat(byIndex.key()).isEqualTo(existing);
          assertThat(
                  error(
                          () ->
                              statement.insertOrConflict(
                                  collection, new Object[] {2, 10}, 0, List.of(), true))
                      .code())
              .isEqualTo(ErrorCode.UNIQUE_VIOLATION);
          assertThat(
                  statement
                      .insertOrConflict(collection, new Object[] {3, 30}, 0, List.of(), false)
                      .inserted())
              .isTrue();
        });
  }

  @Test
  void identitiesAndSequencesCount() {
    Sequence parameters = new Sequence(DataType.INT64, 1, 2, 1, 5, 1, false, 0);
    Collection sequence = database.createSequence("s_id_seq", parameters);
    Table table =
        new Table("i")
            .column(
                id ->
                    new Column(
                        id,
                        "id",
                        DataType.INT32,
                        true,
                        "",
                        "",
                        Column.Identity.ALWAYS,
                        sequence.id(),
                        "",
                        true,
                        0,
                        "",
                        ""))
            .key(0);
    Collection collection = database.create(table);
    database.insert(collection, RecordStatement.DEFAULT);
    try (Transaction lost = database.begin(Isolation.READ_COMMITTED)) {
      database
          .records
          .statement(TestDatabase.session(), lost)
          .insert(collection, new @Nullable Object[] {RecordStatement.DEFAULT}, 0);
    }
    database.insert(collection, RecordStatement.DEFAULT);
    assertThat(database.rows(collection)).containsExactly(List.of(1), List.of(5));
    assertThat(error(() -> database.insert(collection, RecordStatement.DEFAULT)))
        .hasMessage("nextval: reached maximum value of sequence \"s_id_seq\" (5)");

    var session = TestDatabase.session();
    var sequences = database.records.sequences();
    assertThat(error(() -> sequences.current(session, sequence)))
        .hasMessage("currval of sequence \"s_id_seq\" is not yet defined in this session");
    try (Transaction transaction = database.begin(Isolation.READ_COMMITTED)) {
      sequences.set(session, transaction, sequence, 1, true);
      assertThat(sequences.next(session, transaction, sequence)).isEqualTo(3);
      assertThat(sequences.current(session, sequence)).isEqualTo(3);
      assertThat(sequences.last(session)).hasValue(3);
      assertThat(error(() -> sequences.set(session, transaction, sequence, 9, true)))
          .hasMessage("setval: value 9 is out of bounds for sequence \"s_id_seq\" (1..5)");
      sequences.restart(transaction, sequence, 1);
      assertThat(sequences.next(session, transaction, sequence)).isEqualTo(1);
    }
    assertThat(sequences.state(database.store.latest(), sequence).lastValue()).isEqualTo(3);
  }

  @Test
  void truncateSwapsSpacesWithTheTransaction() {
    Table table = new Table("t").column("id", DataType.INT32).key(0);
    table.indexes.add(index("t_i", false, false, "", ascending(1)));
    Collection collection = database.create(table);
    database.insert(collection, 1);
    try (Transaction transaction = database.begin(Isolation.READ_COMMITTED)) {
      var session = TestDatabase.session();
      database.records.statement(session, transaction).truncate(List.of(collection), false);
      Collection emptied =
          (Collection) database.catalog.view(transaction).object(collection.id()).orElseThrow();
      assertThat(emptied.space()).isNotEqualTo(collection.space());
      database.records.statement(session, transaction).insert(emptied, new Object[] {2}, 0);
      transaction.commit();
    }
    assertThat(database.rows(database.collection(collection.id()))).containsExactly(List.of(2));
  }

  @Test
  void indexesAreBuiltAndDefinitionsValidatedAndRewritten() {
    Table table = new Table("b").column("id", DataType.INT32).column("a", DataType.INT32).key(0);
    table.indexes.add(index("b_a", true, false, "", ascending(2)));
    Collection full = database.create(table);
    Table bare = new Table("bare").column("id", DataType.INT32).column("a", DataType.INT32).key(0);
    bare.checks.add(new Check(0, "later", "a > 5", false));
    Collection source = database.create(bare);
    try (Transaction transaction = database.begin(Isolation.READ_COMMITTED)) {
      var session = TestDatabase.session();
      database.records.statement(session, transaction).insert(source, new Object[] {1, 7}, 0);
      database.records.statement(session, transaction).insert(source, new Object[] {2, 8}, 0);
      database.records.validate(session, transaction, source);
      database.records.rewrite(session, transaction, source, full, row -> new Object[] {row[0], 9});
      transaction.commit();
    } catch (OrbitException e) {
      assertThat(e).hasMessage("could not create unique index \"b_a\"");
      assertThat(e.detail()).isEqualTo("Key (a)=(9) is duplicated.");
      return;
    }
    throw new AssertionError("two equal values went into a unique index");
  }
}
