package io.orbit.kernel.catalog;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.value.text.TypeNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All objects as of one moment, with their look-ups. Immutable; {@link #with} and {@link #without}
 * answer changed copies that share what did not change.
 */
final class CatalogState implements CatalogView {
  static final CatalogState EMPTY =
      new CatalogState(
          0,
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty());

  /** What a name is unique among. */
  enum Names {
    DATABASE,
    ROLE,
    SCHEMA,
    /** Tables, views, sequences. */
    COLLECTION,
    /** Indexes, which share their names with the collections of the schema. */
    INDEX,
    /** Primary keys, whose constraints are shown as indexes and share those names too. */
    PRIMARY_KEY,
    TYPE,
    /** Functions and procedures, whose names have the types of what they take behind them. */
    ROUTINE
  }

  /** Where a name is unique: in a database or schema, or everywhere (0). */
  record Scope(Names names, long parent) {}

  /** A name in its scope. */
  record QualifiedName(Scope scope, String name) {}

  private final long version;
  private final PersistentMap<Long, CatalogObject> objects;
  private final PersistentMap<Scope, PersistentMap<String, CatalogObject>> names;
  private final PersistentMap<Long, PersistentMap<Long, Collection>> referencing;
  private final PersistentMap<QualifiedName, PersistentMap<Long, Routine>> routines;

  private CatalogState(
      long version,
      PersistentMap<Long, CatalogObject> objects,
      PersistentMap<Scope, PersistentMap<String, CatalogObject>> names,
      PersistentMap<Long, PersistentMap<Long, Collection>> referencing,
      PersistentMap<QualifiedName, PersistentMap<Long, Routine>> routines) {
    this.version = version;
    this.objects = objects;
    this.names = names;
    this.referencing = referencing;
    this.routines = routines;
  }

  /** The same objects under another version. */
  CatalogState at(long newVersion) {
    return new CatalogState(newVersion, objects, names, referencing, routines);
  }

  /** With the object added, or in place of the one that had its id. */
  CatalogState with(CatalogObject object) {
    CatalogState rest = without(object.id());
    PersistentMap<Scope, PersistentMap<String, CatalogObject>> changedNames = rest.names;
    for (QualifiedName name : namesOf(object)) {
      changedNames =
          changedNames.with(
              name.scope, orEmpty(changedNames.get(name.scope)).with(name.name, object));
    }
    PersistentMap<Long, PersistentMap<Long, Collection>> changedReferencing = rest.referencing;
    if (object instanceof Collection collection) {
      for (ForeignKey key : collection.foreignKeys()) {
        changedReferencing =
            changedReferencing.with(
                key.target(),
                orEmpty(changedReferencing.get(key.target())).with(collection.id(), collection));
      }
    }
    PersistentMap<QualifiedName, PersistentMap<Long, Routine>> changedRoutines = rest.routines;
    if (object instanceof Routine routine) {
      QualifiedName name = name(Names.ROUTINE, routine.schema(), routine.name());
      changedRoutines =
          changedRoutines.with(
              name, orEmpty(changedRoutines.get(name)).with(routine.id(), routine));
    }
    return new CatalogState(
        version,
        rest.objects.with(object.id(), object),
        changedNames,
        changedReferencing,
        changedRoutines);
  }

  /** Without the object of that id. */
  CatalogState without(long id) {
    CatalogObject object = objects.get(id);
    if (object == null) {
      return this;
    }
    PersistentMap<Scope, PersistentMap<String, CatalogObject>> changedNames = names;
    for (QualifiedName name : namesOf(object)) {
      PersistentMap<String, CatalogObject> scope = orEmpty(changedNames.get(name.scope));
      CatalogObject holder = scope.get(name.name);
      if (holder != null && holder.id() == id) {
        changedNames = replaced(changedNames, name.scope, scope.without(name.name));
      }
    }
    PersistentMap<Long, PersistentMap<Long, Collection>> changedReferencing = referencing;
    if (object instanceof Collection collection) {
      for (ForeignKey key : collection.foreignKeys()) {
        PersistentMap<Long, Collection> rest =
            orEmpty(changedReferencing.get(key.target())).without(id);
        changedReferencing = replaced(changedReferencing, key.target(), rest);
      }
    }
    PersistentMap<QualifiedName, PersistentMap<Long, Routine>> changedRoutines = routines;
    if (object instanceof Routine routine) {
      QualifiedName name = name(Names.ROUTINE, routine.schema(), routine.name());
      changedRoutines =
          replaced(changedRoutines, name, orEmpty(changedRoutines.get(name)).without(id));
    }
    return new CatalogState(
        version, objects.without(id), changedNames, changedReferencing, changedRoutines);
  }

  /** The names that an object has, each of which no other object may have. */
  static List<QualifiedName> namesOf(CatalogObject object) {
    return switch (object) {
      case Database database -> List.of(name(Names.DATABASE, 0, database.name()));
      case Role role -> List.of(name(Names.ROLE, 0, role.name()));
      case Schema schema -> List.of(name(Names.SCHEMA, schema.database(), schema.name()));
      case Collection collection -> {
        List<QualifiedName> all = new ArrayList<>();
        all.add(name(Names.COLLECTION, collection.schema(), collection.name()));
        for (Index index : collection.indexes()) {
          all.add(name(Names.INDEX, collection.schema(), index.name()));
        }
        if (!collection.primaryKeyName().isEmpty()) {
          all.add(name(Names.PRIMARY_KEY, collection.schema(), collection.primaryKeyName()));
        }
        yield all;
      }
      case UserType type -> List.of(name(Names.TYPE, type.schema(), type.name()));
      case Routine routine -> List.of(name(Names.ROUTINE, routine.schema(), signature(routine)));
    };
  }

  private static String signature(Routine routine) {
    return routine.inputs().stream()
        .map(parameter -> TypeNames.format(parameter.type().unmodified()))
        .collect(Collectors.joining(",", routine.name() + "(", ")"));
  }

  /** Another object than {@code id} that has the name, or one that must not be mistaken for it. */
  Optional<CatalogObject> holderOf(QualifiedName name, long id) {
    Scope scope = name.scope;
    return switch (scope.names) {
      case DATABASE, ROLE, SCHEMA, TYPE, ROUTINE -> other(scope, name.name, id);
      case COLLECTION, INDEX, PRIMARY_KEY ->
          other(new Scope(Names.COLLECTION, scope.parent), name.name, id)
              .or(() -> other(new Scope(Names.INDEX, scope.parent), name.name, id))
              .or(() -> other(new Scope(Names.PRIMARY_KEY, scope.parent), name.name, id));
    };
  }

  private Optional<CatalogObject> other(Scope scope, String name, long id) {
    CatalogObject holder = lookUp(scope, name);
    return holder == null || holder.id() == id ? Optional.empty() : Optional.of(holder);
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public Optional<Database> database(String name) {
    return find(new Scope(Names.DATABASE, 0), name, Database.class);
  }

  @Override
  public Optional<Schema> schema(long database, String name) {
    return find(new Scope(Names.SCHEMA, database), name, Schema.class);
  }

  @Override
  public Optional<Collection> collection(long schema, String name) {
    return find(new Scope(Names.COLLECTION, schema), name, Collection.class);
  }

  @Override
  public Optional<Collection> collectionOfIndex(long schema, String indexName) {
    return find(new Scope(Names.INDEX, schema), indexName, Collection.class);
  }

  @Override
  public Optional<Role> role(String name) {
    return find(new Scope(Names.ROLE, 0), name, Role.class);
  }

  @Override
  public Optional<UserType> type(long schema, String name) {
    return find(new Scope(Names.TYPE, schema), name, UserType.class);
  }

  @Override
  public List<Routine> routines(long schema, String name) {
    PersistentMap<Long, Routine> named = routines.get(name(Names.ROUTINE, schema, name));
    return named == null
        ? List.of()
        : named.values().stream().sorted(Comparator.comparingLong(Routine::id)).toList();
  }

  @Override
  public List<UserType> types(long schema) {
    return list(new Scope(Names.TYPE, schema), UserType.class);
  }

  @Override
  public List<Routine> routines(long schema) {
    return list(new Scope(Names.ROUTINE, schema), Routine.class);
  }

  @Override
  public Optional<CatalogObject> object(long id) {
    return Optional.ofNullable(objects.get(id));
  }

  @Override
  public List<Database> databases() {
    return list(new Scope(Names.DATABASE, 0), Database.class);
  }

  @Override
  public List<Schema> schemas(long database) {
    return list(new Scope(Names.SCHEMA, database), Schema.class);
  }

  @Override
  public List<Collection> collections(long schema) {
    return list(new Scope(Names.COLLECTION, schema), Collection.class);
  }

  @Override
  public List<Role> roles() {
    return list(new Scope(Names.ROLE, 0), Role.class);
  }

  @Override
  public List<Collection> referencing(long collection) {
    return orEmpty(referencing.get(collection)).values().stream()
        .sorted(Comparator.comparingLong(Collection::id))
        .toList();
  }

  private @Nullable CatalogObject lookUp(Scope scope, String name) {
    PersistentMap<String, CatalogObject> scoped = names.get(scope);
    return scoped == null ? null : scoped.get(name);
  }

  private <T extends CatalogObject> Optional<T> find(Scope scope, String name, Class<T> type) {
    return Optional.ofNullable(type.cast(lookUp(scope, name)));
  }

  private <T extends CatalogObject> List<T> list(Scope scope, Class<T> type) {
    return orEmpty(names.get(scope)).values().stream()
        .map(type::cast)
        .sorted(Comparator.comparing(CatalogObject::name))
        .toList();
  }

  private static QualifiedName name(Names names, long parent, String name) {
    return new QualifiedName(new Scope(names, parent), name);
  }

  private static <K, V> PersistentMap<K, V> orEmpty(@Nullable PersistentMap<K, V> map) {
    return map == null ? PersistentMap.empty() : map;
  }

  private static <P, K, V> PersistentMap<P, PersistentMap<K, V>> replaced(
      PersistentMap<P, PersistentMap<K, V>> map, P key, PersistentMap<K, V> inner) {
    return inner.size() == 0 ? map.without(key) : map.with(key, inner);
  }
}
