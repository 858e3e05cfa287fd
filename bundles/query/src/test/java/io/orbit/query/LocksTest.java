package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Locks that statements take on rows, and that applications take on numbers. */
class LocksTest {
  private final TestDatabase database = new TestDatabase();
  private final Session one = database.session();
  private final Session other = database.session();

  @AfterEach
  void close() {
    one.close();
    other.close();
    database.close();
  }

  private List<String> one(String statement) {
    return database.run(one, statement);
  }

  private List<String> other(String statement) {
    return database.run(other, statement);
  }

  private CompletableFuture<List<String>> waits(String statement) {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    Thread.startVirtualThread(() -> answer.complete(other(statement)));
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (one("SELECT count(*) FROM pg_locks WHERE NOT granted").equals(List.of("0"))
        && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(answer).isNotDone();
    return answer;
  }

  @Test
  void aQueueGivesEachWorkerARowOfItsOwn() {
    one("CREATE TABLE jobs(id int PRIMARY KEY, state text)");
    one("INSERT INTO jobs SELECT i, 'new' FROM generate_series(1, 5) i");
    String next = "SELECT id FROM jobs WHERE state = 'new' ORDER BY id LIMIT 1 FOR UPDATE";
    assertThat(one("BEGIN; " + next + " SKIP LOCKED")).containsExactly("BEGIN", "1");
    assertThat(other("BEGIN; " + next + " SKIP LOCKED")).containsExactly("BEGIN", "2");
    assertThat(one(next + " SKIP LOCKED")).containsExactly("1");
    assertThat(other("ROLLBACK; BEGIN; " + next + " NOWAIT"))
        .containsExactly(
            "ROLLBACK",
            "BEGIN",
            "ERROR LOCK_NOT_AVAILABLE: could not obtain lock on row in relation \"jobs\"");
    other("ROLLBACK");
    String last = "SELECT id FROM jobs ORDER BY state, id DESC LIMIT 2 FOR UPDATE SKIP LOCKED";
    assertThat(other("BEGIN; " + last)).containsExactly("BEGIN", "5", "4");
    assertThat(one("SELECT id FROM jobs ORDER BY id FOR SHARE SKIP LOCKED"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void aSnapshotKeepsItsRowsWhenTheyAreLockedShared() {
    one("CREATE TABLE items(id int PRIMARY KEY, name text)");
    one("INSERT INTO items VALUES (1, 'lamp'), (2, 'desk')");
    String read = "SELECT name FROM items WHERE id = 1";
    for (String level : List.of("REPEATABLE READ", "SERIALIZABLE")) {
      one("UPDATE items SET name = 'lamp'");
      one("BEGIN ISOLATION LEVEL " + level);
      assertThat(one(read)).containsExactly("lamp");
      other("UPDATE items SET name = 'chair'");
      assertThat(one(read + " FOR KEY SHARE")).containsExactly("lamp");
      assertThat(one(read + " FOR SHARE"))
          .containsExactly(
              "ERROR SERIALIZATION_FAILURE: could not serialize access due to concurrent update");
      one("ROLLBACK");
    }
    one("BEGIN ISOLATION LEVEL REPEATABLE READ");
    assertThat(one(read)).containsExactly("chair");
    other("DELETE FROM items WHERE id = 1");
    assertThat(one(read + " FOR KEY SHARE"))
        .containsExactly(
            "ERROR SERIALIZATION_FAILURE: could not serialize access due to concurrent delete");
    one("ROLLBACK");
  }

  @Test
  void anAdvisoryLockIsHeldByOneSession() {
    assertThat(one("SELECT pg_advisory_lock(7), pg_try_advisory_lock(7)")).containsExactly("|t");
    assertThat(other("SELECT pg_try_advisory_lock(7)")).containsExactly("f");
    assertThat(other("SELECT pg_try_advisory_lock(0, 7)")).containsExactly("t");
    assertThat(
            one(
                "SELECT classid, objid, objsubid, mode, granted FROM pg_locks"
                    + " WHERE locktype = 'advisory' ORDER BY 3"))
        .containsExactly("0|7|1|ExclusiveLock|t", "0|7|2|ExclusiveLock|t");
    CompletableFuture<List<String>> waiting = waits("SELECT pg_advisory_lock_shared(7)");
    assertThat(one("SELECT pg_advisory_unlock(7)")).containsExactly("t");
    assertThat(waiting).isNotDone();
    assertThat(one("SELECT pg_advisory_unlock(7), pg_advisory_unlock(7)")).containsExactly("t|f");
    assertThat(database.statements().takeNotices(one))
        .extracting(notice -> notice.message())
        .containsExactly("you don't own a lock of type ExclusiveLock");
    assertThat(waiting.join()).containsExactly("");
    assertThat(one("SELECT pg_try_advisory_lock_shared(7)")).containsExactly("t");
    assertThat(one("SELECT pg_try_advisory_lock(7)")).containsExactly("f");
    other("SELECT pg_advisory_unlock_all()");
    assertThat(one("SELECT pg_try_advisory_lock(7)")).containsExactly("t");
    other.close();
    assertThat(one("SELECT pg_try_advisory_lock(0, 7)")).containsExactly("t");
    one("DISCARD ALL");
    assertThat(one("SELECT count(*) FROM pg_locks")).containsExactly("0");
  }

  @Test
  void aTransactionsLocksEndWithIt() {
    one("BEGIN; SELECT pg_advisory_xact_lock(1); SELECT pg_advisory_xact_lock(1)");
    assertThat(one("SELECT pg_advisory_unlock(1)")).containsExactly("f");
    assertThat(other("SELECT pg_try_advisory_xact_lock(1)")).containsExactly("f");
    one("COMMIT");
    assertThat(other("SELECT pg_try_advisory_xact_lock(1)")).containsExactly("t");
    assertThat(one("SELECT pg_try_advisory_lock(1)")).containsExactly("t");
  }

  @Test
  void aWaitEndsByTimeOutAndByDeadlock() {
    one("SELECT pg_advisory_lock(1)");
    other("SELECT pg_advisory_lock(2)");
    assertThat(other("SET lock_timeout = 30; SELECT pg_advisory_lock(1)"))
        .containsExactly(
            "SET", "ERROR LOCK_NOT_AVAILABLE: canceling statement due to lock timeout");
    other("RESET lock_timeout");
    CompletableFuture<List<String>> waiting = waits("SELECT pg_advisory_lock(1)");
    assertThat(one("SELECT pg_advisory_lock(2)"))
        .containsExactly("ERROR DEADLOCK_DETECTED: deadlock detected");
    one("SELECT pg_advisory_unlock_all()");
    assertThat(waiting.join()).containsExactly("");
  }
}
