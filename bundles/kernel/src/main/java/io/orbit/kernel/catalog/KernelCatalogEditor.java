package io.orbit.kernel.catalog;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.catalog.CatalogState.QualifiedName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes one transaction's changes of the catalog. */
final class KernelCatalogEditor implements CatalogEditor {
  private final KernelCatalog catalog;
  private final Transaction transaction;
  private final CatalogChanges changes;

  KernelCatalogEditor(KernelCatalog catalog, Transaction transaction, CatalogChanges changes) {
    this.catalog = catalog;
    this.transaction = transaction;
    this.changes = changes;
  }

  @Override
  public long newId() {
    return catalog.newId();
  }

  @Override
  public void put(CatalogObject object) {
    lockObject(object.id());
    List<QualifiedName> before = namesNow(object.id());
    List<QualifiedName> after = CatalogState.namesOf(object);
    refuseRepeated(after);
    before.stream().filter(name -> !after.contains(name)).forEach(this::lockName);
    for (QualifiedName name : after) {
      if (!before.contains(name)) {
        take(name, object.id());
      }
    }
    Set<Integer> pinned = PinnedSpaces.of(object);
    Set<Integer> pinnedBefore =
        catalog.stateOf(transaction).object(object.id()).map(PinnedSpaces::of).orElse(Set.of());
    if (!pinned.isEmpty() && pinnedBefore.isEmpty()) {
      catalog.requirePinnable(pinned);
    }
    Optional<CatalogObject> known = catalog.stateOf(transaction).object(object.id());
    if (object instanceof Role role) {
      keepPassword(role, known);
    }
    changes.touch(object.id(), known);
    transaction.put(
        Store.CATALOG_SPACE,
        CatalogFormat.objectKey(object.id()),
        ValueType.ROW,
        CatalogFormat.encode(object),
        0);
    changes.put(object);
  }

  private void keepPassword(Role role, Optional<CatalogObject> known) {
    String verifier = role.scram();
    String before = known.map(Role.class::cast).map(Role::scram).orElse(null);
    if (verifier != null && !verifier.equals(before)) {
      long now = System.currentTimeMillis();
      StoredPasswords.add(transaction, role.id(), new StoredPasswords.Entry(now, verifier));
    }
  }

  @Override
  public void remove(long id) {
    lockObject(id);
    namesNow(id).forEach(this::lockName);
    Optional<CatalogObject> known = catalog.stateOf(transaction).object(id);
    if (known.filter(Role.class::isInstance).isPresent()) {
      StoredPasswords.remove(transaction, id);
    }
    changes.touch(id, known);
    transaction.delete(Store.CATALOG_SPACE, CatalogFormat.objectKey(id));
    changes.remove(id);
  }

  private void lockObject(long id) {
    Wait wait =
        transaction.lock(Store.CATALOG_SPACE, CatalogFormat.objectKey(id), LockMode.EXCLUSIVE);
    if (wait != null) {
      wait.await(0);
    }
  }

  private List<QualifiedName> namesNow(long id) {
    Optional<CatalogObject> object = catalog.stateOf(transaction).object(id);
    return object.map(CatalogState::namesOf).orElse(List.of());
  }

  /** The names of one object are those of one scope: an index may not be called like its table. */
  private static void refuseRepeated(List<QualifiedName> names) {
    Set<String> seen = new HashSet<>();
    for (QualifiedName name : names) {
      if (!seen.add(name.name())) {
        throw duplicate(name);
      }
    }
  }

  private void lockName(QualifiedName name) {
    catalog.lockName(transaction, name);
  }

  private void take(QualifiedName name, long id) {
    lockName(name);
    if (catalog.stateOf(transaction).holderOf(name, id).isPresent()) {
      throw duplicate(name);
    }
  }

  private static OrbitException duplicate(QualifiedName name) {
    String quoted = "\"" + name.name() + "\" already exists";
    return switch (name.scope().names()) {
      case DATABASE -> new OrbitException(ErrorCode.DUPLICATE_DATABASE, "database " + quoted);
      case ROLE -> new OrbitException(ErrorCode.DUPLICATE_OBJECT, "role " + quoted);
      case SCHEMA -> new OrbitException(ErrorCode.DUPLICATE_SCHEMA, "schema " + quoted);
      case COLLECTION, INDEX, PRIMARY_KEY ->
          new OrbitException(ErrorCode.DUPLICATE_TABLE, "relation " + quoted);
      case TYPE -> new OrbitException(ErrorCode.DUPLICATE_OBJECT, "type " + quoted);
      case ROUTINE ->
          new OrbitException(
              ErrorCode.DUPLICATE_FUNCTION,
              "function \""
                  + name.name().substring(0, name.name().indexOf('('))
                  + "\" already exists with same argument types");
    };
  }
}
