package io.orbit.kernel.catalog;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.RowSecurity;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.Sequence;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Catalog objects with every field at random. */
final class RandomObjects {
  private final Random random;

  RandomObjects(Random random) {
    this.random = random;
  }

  CatalogObject next() {
    return switch (random.nextInt(4)) {
      case 0 -> database();
      case 1 -> schema();
      case 2 -> role();
      default -> collection();
    };
  }

  private Database database() {
    return new Database(
        id(),
        text(),
        version(),
        id(),
        list(this::grant),
        text(),
        list(random::nextInt),
        map(),
        text());
  }

  private Schema schema() {
    return new Schema(id(), text(), version(), id(), list(this::grant), id(), text());
  }

  private Role role() {
    return new Role(
        id(),
        text(),
        version(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(-1, 5),
        random.nextBoolean() ? null : "SCRAM-SHA-256$" + text(),
        random.nextBoolean() ? Long.MAX_VALUE : random.nextLong(),
        list(this::id),
        list(this::id),
        map(),
        text());
  }

  private Collection collection() {
    return new Collection(
        id(),
        text(),
        version(),
        id(),
        list(this::grant),
        id(),
        id(),
        constant(Collection.Kind.class),
        list(this::column),
        list(random::nextInt),
        text(),
        list(this::index),
        list(() -> new Check(id(), text(), text(), random.nextBoolean())),
        list(this::foreignKey),
        random.nextInt(),
        random.nextInt(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(),
        text(),
        map(),
        text(),
        random.nextBoolean() ? null : sequence(),
        text(),
        List.of(),
        rowSecurity());
  }

  private RowSecurity rowSecurity() {
    return new RowSecurity(
        random.nextBoolean(),
        random.nextBoolean(),
        list(
            () ->
                new Policy(
                    id(),
                    text(),
                    random.nextBoolean(),
                    constant(Policy.Command.class),
                    list(this::id),
                    text(),
                    text(),
                    text())));
  }

  private Column column() {
    return new Column(
        random.nextInt(),
        text(),
        type(),
        random.nextBoolean(),
        text(),
        text(),
        constant(Column.Identity.class),
        id(),
        text(),
        random.nextBoolean(),
        random.nextInt(),
        text(),
        text());
  }

  private DataType type() {
    TypeKind kind = constant(TypeKind.class);
    boolean container =
        switch (kind) {
          case ARRAY, SET, MAP, RANGE, MULTIRANGE -> true;
          default -> false;
        };
    return new DataType(
        kind, random.nextInt(-1, 100), random.nextInt(-5, 30), container ? type() : null);
  }

  private Index index() {
    return new Index(
        id(),
        text(),
        list(
            () ->
                new Index.Element(
                    random.nextInt(), text(), random.nextBoolean(), random.nextBoolean())),
        list(random::nextInt),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        text(),
        random.nextInt(),
        random.nextBoolean(),
        text());
  }

  private ForeignKey foreignKey() {
    return new ForeignKey(
        id(),
        text(),
        list(random::nextInt),
        id(),
        list(random::nextInt),
        constant(ForeignKey.Action.class),
        constant(ForeignKey.Action.class),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean());
  }

  private Sequence sequence() {
    return new Sequence(
        type(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextBoolean(),
        id());
  }

  private Grant grant() {
    return new Grant(id(), id(), privileges(), privileges(), list(random::nextInt));
  }

  private Set<Privilege> privileges() {
    return new HashSet<>(list(() -> constant(Privilege.class)));
  }

  private long id() {
    return random.nextInt(Integer.MAX_VALUE);
  }

  private long version() {
    return random.nextLong();
  }

  private String text() {
    int length = random.nextInt(3) == 0 ? 0 : random.nextInt(40);
    return random
        .ints(length, 0, Character.MAX_CODE_POINT + 1)
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private Map<String, String> map() {
    Map<String, String> map = new HashMap<>();
    list(this::text).forEach(key -> map.put(key, text()));
    return map;
  }

  private <E extends Enum<E>> E constant(Class<E> type) {
    E[] constants = type.getEnumConstants();
    return constants[random.nextInt(constants.length)];
  }

  private <T> List<T> list(Supplier<T> element) {
    return Stream.generate(element).limit(random.nextInt(4)).toList();
  }
}
