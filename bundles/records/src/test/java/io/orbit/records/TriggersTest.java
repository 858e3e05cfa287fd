package io.orbit.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.catalog.Trigger.Event;
import io.orbit.api.catalog.Trigger.Timing;
import io.orbit.api.value.DataType;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Triggers fire for every way a row is written, in PostgreSQL's order. */
class TriggersTest {
  private final TestDatabase database = new TestDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  private Collection table(Trigger... triggers) {
    Collection created =
        database.create(
            new TestDatabase.Table("items")
                .column("id", DataType.INT32)
                .column("name", DataType.TEXT)
                .key(0));
    return database.withTriggers(created, List.of(triggers));
  }

  private static Trigger trigger(String name, Timing timing, boolean row, Event... events) {
    return new Trigger(
        name.hashCode(),
        name,
        timing,
        Set.of(events),
        List.of(),
        row,
        "",
        1,
        List.of(),
        "",
        "",
        false,
        false,
        false,
        true,
        "");
  }

  @Test
  void rowsAndStatementsFireInOrder() {
    Collection items =
        table(
            trigger("s", Timing.BEFORE, false, Event.INSERT),
            trigger("b2", Timing.BEFORE, true, Event.INSERT),
            trigger("b1", Timing.BEFORE, true, Event.INSERT),
            trigger("a", Timing.AFTER, true, Event.INSERT),
            trigger("z", Timing.AFTER, false, Event.INSERT));
    database.run(
        (transaction, statement) -> {
          statement.insert(items, new Object[] {1, "lamp"}, 0);
          statement.insert(items, new Object[] {2, "chair"}, 0);
        });
    assertThat(database.expressions.fired)
        .containsExactly(
            "s INSERT",
            "b1 INSERT",
            "b2 INSERT",
            "b1 INSERT",
            "b2 INSERT",
            "a INSERT",
            "a INSERT",
            "z INSERT");
  }

  @Test
  void whatATriggerDoesNotLetHappenDoesNotHappen() {
    Collection items =
        table(trigger("skip", Timing.BEFORE, true, Event.INSERT, Event.UPDATE, Event.DELETE));
    database.run(
        (transaction, statement) ->
            assertThat(statement.insert(items, new Object[] {1, "lamp"}, 0)).isNull());
    assertThat(database.rows(items)).isEmpty();
  }

  @Test
  void aStatementThatChangesNothingFiresItsStatementTriggers() {
    Collection items =
        table(
            trigger("s", Timing.BEFORE, false, Event.UPDATE),
            trigger("z", Timing.AFTER, false, Event.UPDATE));
    database.run((transaction, statement) -> statement.begin(items, Event.UPDATE, new BitSet()));
    assertThat(database.expressions.fired).containsExactly("s UPDATE", "z UPDATE");
  }
}
