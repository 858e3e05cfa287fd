package io.orbit.kernel.transaction;

import static io.orbit.kernel.store.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import org.junit.jupiter.api.Test;

/** What is kept of serializable transactions while one lives very long. */
class SerializableMemoryTest {
  private static final int MANY = 5_000;

  private final TransactionFixture fixture = new TransactionFixture();

  private Transaction begin() {
    return fixture.system.begin(
        new TransactionOptions(Isolation.SERIALIZABLE, false, Durability.OFF, true));
  }

  private void read(Transaction transaction, String key) {
    boolean ignored = transaction.get(fixture.space, bytes(key), new RecordView());
  }

  private void write(Transaction transaction, String key) {
    assertThat(transaction.lock(fixture.space, bytes(key), LockMode.EXCLUSIVE)).isNull();
    transaction.put(fixture.space, bytes(key), ValueType.STRING, bytes("v"), 0);
  }

  private void commitMany() {
    for (int i = 0; i < MANY; i++) {
      try (Transaction one = begin()) {
        read(one, "read " + i);
        write(one, "written " + i);
        one.commit();
      }
    }
  }

  @Test
  void isBounded() {
    try (Transaction living = begin()) {
      read(living, "a");
      commitMany();
      assertThat(fixture.system.conflicts().kept()).isBetween(2, 1_100);
      living.commit();
    }
    assertThat(fixture.system.conflicts().kept()).isZero();
  }

  @Test
  void andACircleThroughOneThatIsKeptNoMoreIsSeen() {
    try (Transaction living = begin()) {
      read(living, "a");
      try (Transaction early = begin()) {
        read(early, "b");
        write(early, "a");
        early.commit();
      }
      commitMany();
      write(living, "b");
      assertThatThrownBy(living::commit)
          .isInstanceOfSatisfying(
              OrbitException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SERIALIZATION_FAILURE));
    }
  }

  @Test
  void andOneThroughAVersionThatWasOverwrittenBeforeItWasRead() {
    try (Transaction living = begin()) {
      read(living, "a");
      try (Transaction early = begin()) {
        read(early, "b");
        write(early, "c");
        early.commit();
      }
      for (int i = 0; i < 3; i++) {
        try (Transaction later = begin()) {
          write(later, "c");
          later.commit();
        }
      }
      fixture.collectGarbage();
      read(living, "c");
      write(living, "b");
      assertThatThrownBy(living::commit)
          .isInstanceOfSatisfying(
              OrbitException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SERIALIZATION_FAILURE));
    }
  }

  @Test
  void norOneThatIsReadOnlyAfterwards() {
    try (Transaction living = begin()) {
      read(living, "nothing");
      try (Transaction pivot = begin()) {
        read(pivot, "x");
        try (Transaction first = begin()) {
          write(first, "x");
          first.commit();
        }
        write(pivot, "y");
        try (Transaction reader = begin()) {
          read(reader, "x");
          pivot.commit();
          commitMany();
          assertThatThrownBy(
                  () -> {
                    read(reader, "y");
                    reader.commit();
                  })
              .isInstanceOf(OrbitException.class);
        }
      }
      living.rollback();
    }
  }
}
