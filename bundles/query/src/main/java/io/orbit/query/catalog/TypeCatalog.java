package io.orbit.query.catalog;

import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.type.TypeOids;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** pg_type, and what other catalogs repeat of it: length, alignment, modifiers, collation. */
final class TypeCatalog {
  private static final int NAME = 1;
  private static final int LENGTH = 2;
  private static final int BY_VALUE = 3;
  private static final int ALIGN = 16;
  private static final int STORAGE = 17;
  private static final int COLLATION = 18;

  /** PostgreSQL adds the size of a length word to the modifiers of variable-length types. */
  private static final int HEADER = 4;

  private static final int INTERVAL_FULL_RANGE = 0x7FFF;

  private static final Map<Long, String[]> TYPES = new LinkedHashMap<>();

  static {
    try (InputStream in = TypeCatalog.class.getResourceAsStream("types.txt")) {
      if (in == null) {
        throw new IllegalStateException("types.txt is missing");
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.startsWith("#")) {
          String[] fields = line.split(" ");
          TYPES.put(Long.parseLong(fields[0]), fields);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TypeCatalog() {}

  /** pg_type. */
  static void rows(SystemView view, SystemRows rows) {
    for (String[] f : TYPES.values()) {
      rows.row()
          .put("oid", Long.parseLong(f[0]))
          .put("typname", f[NAME])
          .put("typnamespace", io.orbit.query.type.SystemRelations.PG_CATALOG)
          .put("typowner", SystemIds.BOOTSTRAP_ROLE)
          .put("typlen", Integer.parseInt(f[LENGTH]))
          .put("typbyval", f[BY_VALUE].equals("t"))
          .put("typtype", f[4].charAt(0))
          .put("typcategory", f[5].charAt(0))
          .put("typispreferred", f[6].equals("t"))
          .put("typisdefined", true)
          .put("typdelim", ',')
          .put("typelem", Long.parseLong(f[8]))
          .put("typarray", Long.parseLong(f[9]))
          .put("typinput", SystemIds.function(view, f[10]))
          .put("typoutput", SystemIds.function(view, f[11]))
          .put("typalign", f[ALIGN].charAt(0))
          .put("typstorage", f[STORAGE].charAt(0))
          .put("typtypmod", -1)
          .put("typcollation", Long.parseLong(f[COLLATION]));
    }
    UserTypeRows.types(view, rows);
  }

  private static String @Nullable [] fields(DataType type) {
    return TYPES.get(TypeOids.of(type.base()));
  }

  /** typname, empty for a type that PostgreSQL does not have. */
  static String name(DataType type) {
    if (type.base().definition() != null) {
      return type.base().definition().name();
    }
    if (type.kind() == TypeKind.ARRAY && type.elementType().definition() != null) {
      return "_" + type.elementType().base().definition().name();
    }
    String[] fields = fields(type);
    return fields == null ? "" : fields[NAME];
  }

  static int length(DataType type) {
    String[] fields = fields(type);
    return fields == null
        ? type.kind() == TypeKind.ENUM ? 4 : -1
        : Integer.parseInt(fields[LENGTH]);
  }

  static boolean byValue(DataType type) {
    String[] fields = fields(type);
    return fields != null && fields[BY_VALUE].equals("t");
  }

  static char align(DataType type) {
    String[] fields = fields(type);
    return fields == null ? 'i' : fields[ALIGN].charAt(0);
  }

  static char storage(DataType type) {
    String[] fields = fields(type);
    if (fields == null) {
      return type.base().kind() == TypeKind.ENUM ? 'p' : 'x';
    }
    return fields[STORAGE].charAt(0);
  }

  static long collation(DataType type) {
    String[] fields = fields(type);
    return fields == null ? 0 : Long.parseLong(fields[COLLATION]);
  }

  /** atttypmod. */
  static int modifier(DataType type) {
    if (type.domain() != null) {
      return -1;
    }
    if (type.kind() == TypeKind.ARRAY) {
      return modifier(type.elementType());
    }
    if (type.length() < 0) {
      return -1;
    }
    return switch (type.kind()) {
      case VARCHAR, CHAR -> type.length() + HEADER;
      case DECIMAL -> ((type.length() << 16) | (type.scale() & 0x7FF)) + HEADER;
      case INTERVAL -> (INTERVAL_FULL_RANGE << 16) | type.length();
      default -> type.length();
    };
  }
}
