package io.orbit.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Transaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCatalogTest {
  @TempDir Path directory;
  private CatalogFixture kernel;

  @BeforeEach
  void open() {
    kernel = new CatalogFixture(directory);
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  @Test
  void aNewStoreHasWhatEveryStoreHas() {
    for (int start = 0; start < 2; start++) {
      assertThat(kernel.current().databases())
          .extracting(Database::name)
          .containsExactly("actors", "orbit");
      Database orbit = kernel.current().database("orbit").orElseThrow();
      assertThat(orbit.keySpaces()).hasSize(16).doesNotHaveDuplicates().doesNotContain(0);
      assertThat(orbit.grants()).isEqualTo(Grant.ofNewDatabase(10));
      for (Database database : kernel.current().databases()) {
        assertThat(kernel.current().schemas(database.id()))
            .extracting(Schema::name)
            .containsExactly("public");
      }
      Role role = kernel.current().role("orbit").orElseThrow();
      assertThat(role.superuser() && role.login()).isTrue();
      assertThat(role.id()).isEqualTo(orbit.owner());
      assertThat(role.scram()).isNull();
      kernel.restart();
    }
  }

  @Test
  void aChangeIsSeenByItsTransactionAtOnceAndByOthersOnceCommitted() {
    long before = kernel.current().version();
    try (Transaction transaction = kernel.begin()) {
      CatalogEditor editor = kernel.catalog().edit(transaction);
      editor.put(kernel.table(editor.newId(), "t"));
      Collection own = kernel.find(kernel.catalog().view(transaction), "t").orElseThrow();
      assertThat(own.version()).isNegative();
      assertThat(kernel.find(kernel.current(), "t")).isEmpty();
      try (Transaction other = kernel.begin()) {
        assertThat(kernel.find(kernel.catalog().view(other), "t")).isEmpty();
      }
      long timestamp = transaction.commit();
      Collection committed = kernel.find(kernel.current(), "t").orElseThrow();
      assertThat(committed.version()).isEqualTo(timestamp);
      assertThat(kernel.current().version()).isGreaterThan(before);
      assertThat(committed.id()).isGreaterThanOrEqualTo(16384);
    }
    kernel.restart();
    assertThat(kernel.find(kernel.current(), "t")).isPresent();
  }

  @Test
  void aRollbackLeavesNothing() {
    try (Transaction transaction = kernel.begin()) {
      CatalogEditor editor = kernel.catalog().edit(transaction);
      editor.put(kernel.table(editor.newId(), "t"));
      editor.remove(kernel.schema().id());
      transaction.rollback();
    }
    assertThat(kernel.find(kernel.current(), "t")).isEmpty();
    assertThat(kernel.current().object(kernel.schema().id())).isPresent();
    kernel.create("t");
  }

  @Test
  void aRollbackToASavepointBringsBackWhatWasThere() {
    kernel.create("committed");
    try (Transaction transaction = kernel.begin()) {
      CatalogEditor editor = kernel.catalog().edit(transaction);
      long first = editor.newId();
      editor.put(kernel.table(first, "first"));
      long savepoint = transaction.savepoint();
      editor.put(kernel.table(editor.newId(), "second"));
      editor.put(kernel.table(first, "renamed"));
      editor.remove(kernel.find(kernel.current(), "committed").orElseThrow().id());
      assertThat(kernel.names(transaction)).containsExactly("renamed", "second");
      transaction.rollbackTo(savepoint);
      assertThat(kernel.names(transaction)).containsExactly("committed", "first");
      editor.put(kernel.table(editor.newId(), "third"));
      transaction.commit();
    }
    assertThat(kernel.names()).containsExactly("committed", "first", "third");
    kernel.restart();
    assertThat(kernel.names()).containsExactly("committed", "first", "third");
  }

  @Test
  void namesAreTakenOnceAndFreeAgain() {
    kernel.create("t");
    try (Transaction transaction = kernel.begin()) {
      CatalogEditor editor = kernel.catalog().edit(transaction);
      fails(
          ErrorCode.DUPLICATE_TABLE,
          "relation \"t\" already exists",
          () -> editor.put(kernel.table(editor.newId(), "t")));
      fails(
          ErrorCode.DUPLICATE_TABLE,
          "relation \"t\" already exists",
          () -> editor.put(kernel.withIndex(kernel.table(editor.newId(), "u"), "t")));
      fails(
          ErrorCode.DUPLICATE_TABLE,
          "relation \"u\" already exists",
          () -> editor.put(kernel.withIndex(kernel.table(editor.newId(), "u"), "u")));
      Database orbit = kernel.current().database("orbit").orElseThrow();
      fails(
          ErrorCode.DUPLICATE_DATABASE,
          "database \"orbit\" already exists",
          () -> editor.put(CatalogFixture.withId(orbit, editor.newId())));
      fails(
          ErrorCode.DUPLICATE_SCHEMA,
          "schema \"public\" already exists",
          () -> editor.put(CatalogFixture.withId(kernel.schema(), editor.newId())));
      Role role = kernel.current().role("orbit").orElseThrow();
      fails(
          ErrorCode.DUPLICATE_OBJECT,
          "role \"orbit\" already exists",
          () -> editor.put(CatalogFixture.withId(role, editor.newId())));
      editor.put(kernel.table(kernel.find(kernel.current(), "t").orElseThrow().id(), "was_t"));
      editor.put(kernel.table(editor.newId(), "t"));
      transaction.commit();
    }
    assertThat(kernel.names()).containsExactly("t", "was_t");
  }

  @Test
  void twoNamesAreSwappedInOneTransaction() {
    kernel.create("a");
    kernel.create("b");
    long a = kernel.find(kernel.current(), "a").orElseThrow().id();
    long b = kernel.find(kernel.current(), "b").orElseThrow().id();
    try (Transaction transaction = kernel.begin()) {
      CatalogEditor editor = kernel.catalog().edit(transaction);
      editor.put(kernel.table(a, "c"));
      editor.put(kernel.table(b, "a"));
      editor.put(kernel.table(a, "b"));
      transaction.commit();
    }
    assertThat(kernel.find(kernel.current(), "a").orElseThrow().id()).isEqualTo(b);
    assertThat(kernel.find(kernel.current(), "b").orElseThrow().id()).isEqualTo(a);
    assertThat(kernel.names()).containsExactly("a", "b");
  }

  @Test
  void indexesAndReferencesAreFound() {
    kernel.create("parent");
    long parent = kernel.find(kernel.current(), "parent").orElseThrow().id();
    try (Transaction transaction = kernel.begin()) {
      CatalogEditor editor = kernel.catalog().edit(transaction);
      Collection child =
          kernel.referencing(kernel.withIndex(kernel.table(editor.newId(), "child"), "i"), parent);
      editor.put(child);
      assertThat(kernel.catalog().view(transaction).referencing(parent))
          .extracting(Collection::name)
          .containsExactly("child");
      transaction.commit();
    }
    assertThat(kernel.current().collectionOfIndex(kernel.schema().id(), "i"))
        .map(Collection::name)
        .contains("child");
    try (Transaction transaction = kernel.begin()) {
      Collection child = kernel.find(kernel.current(), "child").orElseThrow();
      kernel.catalog().edit(transaction).remove(child.id());
      transaction.commit();
    }
    assertThat(kernel.current().referencing(parent)).isEmpty();
    assertThat(kernel.current().collectionOfIndex(kernel.schema().id(), "i")).isEmpty();
  }

  @Test
  void everyCommittedChangeGivesANewVersionToItsObjectOnly() {
    kernel.create("a");
    kernel.create("b");
    Collection a = kernel.find(kernel.current(), "a").orElseThrow();
    Collection b = kernel.find(kernel.current(), "b").orElseThrow();
    try (Transaction transaction = kernel.begin()) {
      kernel
          .catalog()
          .edit(transaction)
          .put(kernel.granting(a, new Grant(0, 10, Set.of(Privilege.SELECT), Set.of(), List.of())));
      transaction.commit();
    }
    assertThat(kernel.find(kernel.current(), "a").orElseThrow().version())
        .isGreaterThan(a.version());
    assertThat(kernel.find(kernel.current(), "b").orElseThrow()).isSameAs(b);
  }

  @Test
  void idsAreNeverReused() {
    long last = 0;
    for (int start = 0; start < 3; start++) {
      for (int i = 0; i < 100; i++) {
        try (Transaction transaction = kernel.begin()) {
          long id = kernel.catalog().edit(transaction).newId();
          assertThat(id).isGreaterThan(last);
          last = id;
        }
      }
      kernel.restart();
    }
  }

  @Test
  void aFailedPutChangesNothing() {
    kernel.create("t");
    try (Transaction transaction = kernel.begin()) {
      CatalogEditor editor = kernel.catalog().edit(transaction);
      long id = editor.newId();
      editor.put(kernel.table(id, "u"));
      fails(
          ErrorCode.DUPLICATE_TABLE,
          "relation \"t\" already exists",
          () -> editor.put(kernel.table(id, "t")));
      transaction.commit();
    }
    assertThat(kernel.names()).containsExactly("t", "u");
  }

  private static void fails(ErrorCode code, String message, Runnable action) {
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(action::run)
        .withMessage(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  /** An object as the store has it must not differ from what the view shows after a restart. */
  @Test
  void aRestartShowsTheSame() {
    for (int i = 0; i < 50; i++) {
      kernel.create("t" + i);
    }
    List<CatalogObject> before = List.copyOf(kernel.current().collections(kernel.schema().id()));
    kernel.restart();
    List<CatalogObject> after = List.copyOf(kernel.current().collections(kernel.schema().id()));
    assertThat(after).usingRecursiveComparison().ignoringFields("version").isEqualTo(before);
  }
}
