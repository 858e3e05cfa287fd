package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.decimal;
import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.value.Decimal;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.type.RegisteredNames;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of relations and databases: the number of records times the mean length of a sample of
 * them, for a record has no place of its own in a file.
 */
final class SizeFunctions {
  private static final int SAMPLE = 1000;
  private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB");
  private static final Pattern SIZE =
      Pattern.compile("\\s*([-+]?[0-9.]+(?:[eE][-+]?\\d+)?)\\s*([a-zA-Z]*)\\s*");

  private SizeFunctions() {}

  static void define(Definitions definitions) {
    for (String name : List.of("pg_relation_size", "pg_table_size")) {
      definitions
          .define(name + "(regclass) int8")
          .unstable()
          .is((e, a) -> relation(e, bigint(a, 0), true, false));
    }
    definitions
        .define("pg_relation_size(regclass, text) int8")
        .unstable()
        .is(
            (e, a) ->
                text(a, 1).equals("main") ? relation(e, bigint(a, 0), true, false) : (Object) 0L);
    definitions
        .define("pg_indexes_size(regclass) int8")
        .unstable()
        .is((e, a) -> relation(e, bigint(a, 0), false, true));
    definitions
        .define("pg_total_relation_size(regclass) int8")
        .unstable()
        .is((e, a) -> relation(e, bigint(a, 0), true, true));
    definitions
        .define("pg_database_size(name) int8")
        .unstable()
        .is(
            (e, a) ->
                database(
                    e,
                    e.catalog()
                        .database(text(a, 0))
                        .orElseThrow(
                            () ->
                                new OrbitException(
                                    ErrorCode.UNDEFINED_DATABASE,
                                    "database \"" + text(a, 0) + "\" does not exist"))));
    definitions
        .define("pg_database_size(oid) int8")
        .unstable()
        .is(
            (e, a) ->
                CatalogFunctions.object(e, bigint(a, 0), Database.class)
                    .map(database -> (Object) database(e, database))
                    .orElse(null));
    definitions.add(
        "pg_size_pretty(int8) text", (e, a) -> pretty(BigDecimal.valueOf(bigint(a, 0))));
    definitions.add("pg_size_pretty(numeric) text", (e, a) -> pretty(decimal(a, 0).number()));
    definitions.add("pg_size_bytes(text) int8", (e, a) -> bytes(text(a, 0)));
  }

  private static @Nullable Long relation(
      Evaluation evaluation, long oid, boolean records, boolean indexes) {
    Optional<Collection> collection = CatalogFunctions.object(evaluation, oid, Collection.class);
    if (collection.isPresent()) {
      return collection(evaluation, collection.get(), records, indexes);
    }
    return RegisteredNames.index(evaluation, oid)
        .map(found -> space(evaluation, found.index().space()))
        .orElse(null);
  }

  private static long collection(
      Evaluation evaluation, Collection collection, boolean records, boolean indexes) {
    long size = records ? space(evaluation, collection.space()) : 0;
    if (indexes) {
      for (Index index : collection.indexes()) {
        size += space(evaluation, index.space());
      }
    }
    return size;
  }

  private static long space(Evaluation evaluation, int space) {
    if (space == 0) {
      return 0;
    }
    long sampled = 0;
    long bytes = 0;
    try (RecordCursor cursor = evaluation.transaction().all(space)) {
      while (sampled < SAMPLE && cursor.next()) {
        sampled++;
        bytes += cursor.key().length + cursor.value().length();
      }
    }
    if (sampled < SAMPLE) {
      return bytes;
    }
    return (long) ((double) bytes / sampled * evaluation.services().store().count(space));
  }

  private static long database(Evaluation evaluation, Database database) {
    long size = 0;
    for (Schema schema : evaluation.catalog().schemas(database.id())) {
      for (Collection collection : evaluation.catalog().collections(schema.id())) {
        evaluation.tick();
        size += collection(evaluation, collection, true, true);
      }
    }
    for (int space : database.keySpaces()) {
      size += space(evaluation, space);
    }
    return size;
  }

  /** As much as fits below 10 times 1024 of a unit, halves rounded away from zero. */
  private static String pretty(BigDecimal size) {
    BigDecimal shown = size;
    int unit = 0;
    BigDecimal limit = BigDecimal.valueOf(10 * 1024);
    while (unit < UNITS.size() - 1 && tooLarge(shown, unit, limit)) {
      shown = shown.divide(BigDecimal.valueOf(1024));
      unit++;
    }
    String number =
        unit == 0
            ? Decimal.of(shown).toString()
            : shown.setScale(0, RoundingMode.HALF_UP).toPlainString();
    return number + " " + UNITS.get(unit);
  }

  private static boolean tooLarge(BigDecimal shown, int unit, BigDecimal limit) {
    BigDecimal rounded = unit == 0 ? shown : shown.setScale(0, RoundingMode.HALF_UP);
    return rounded.abs().compareTo(limit) >= 0;
  }

  private static long bytes(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw Failures.invalid("invalid size: \"" + text + "\"");
    }
    String unit = size.group(2).toLowerCase(Locale.ROOT);
    int power =
        switch (unit) {
          case "", "b", "bytes" -> 0;
          case "kb" -> 1;
          case "mb" -> 2;
          case "gb" -> 3;
          case "tb" -> 4;
          case "pb" -> 5;
          default ->
              throw Failures.invalid("invalid size: \"" + text + "\"")
                  .withDetail("Invalid size unit: \"" + size.group(2) + "\".")
                  .withHint(
                      "Valid units are \"bytes\", \"B\", \"kB\", \"MB\", \"GB\", \"TB\", and"
                          + " \"PB\".");
        };
    BigDecimal number = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
    return Decimals.toLong(Decimal.of(number), Long.MIN_VALUE, Long.MAX_VALUE, "bigint");
  }
}
