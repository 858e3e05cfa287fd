package io.orbit.kernel.catalog;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How the catalog lies in space 0.
 *
 * <p>Keys, by their first byte:
 *
 * <pre>
 * 00 nn              what the kernel keeps for itself: 00 next object id, 01 the store's secret,
 *                    02 number and hash of the newest entry of the audit log
 * 01 id(4)           an object; the id big-endian
 * 02 scope(1) parent(4) name   never stored: locked while a name is taken or given up
 * 03 id(8)           an API key: see {@link StoredApiKey}
 * </pre>
 *
 * <p>An object's value is {@code format(1) kind(1) field*}. The format is 1; a higher one was
 * written by a newer Orbit and is refused. The kinds are 1 database, 2 schema, 3 collection, 4
 * role, 5 type, 6 routine. A field is
 *
 * <pre>
 * tag      varint: number of the field · 2 + (0 for a number, 1 for bytes)
 * number   varint of the zigzag form: (n &lt;&lt; 1) ^ (n &gt;&gt; 63)
 * bytes    varint length, then UTF-8 text, a constant's name, or a message: field*
 * </pre>
 *
 * <p>(the idea of Protocol Buffers' encoding). A varint has seven bits a byte, lowest first, the
 * high bit set on all but the last. A field that occurs several times is a list; one that is
 * missing has its default (0, false, empty). So a field can be added, with a number never used
 * before in its message, without a new format: older records lack it, and a reader skips what it
 * does not know. Numbers are never reused. They stand in the {@code encode} methods of this class
 * and {@link CollectionFormat}, {@link RoutineFormat} and {@link TypeFormat}.
 *
 * <p>An object's version is not stored: it is its record's commit timestamp.
 */
final class CatalogFormat {
  static final byte[] NEXT_ID_KEY = {0, 0};
  static final byte[] SECRET_KEY = {0, 1};
  static final byte[] AUDIT_KEY = {0, 2};

  private static final byte OBJECT_KEY = 1;
  private static final byte NAME_KEY = 2;
  private static final byte FORMAT = 1;
  private static final byte DATABASE = 1;
  private static final byte SCHEMA = 2;
  private static final byte COLLECTION = 3;
  private static final byte ROLE = 4;
  private static final byte TYPE = 5;
  private static final byte ROUTINE = 6;
  private static final int HEADER = 2;

  private CatalogFormat() {}

  static byte[] objectKey(long id) {
    return ByteBuffer.allocate(1 + Integer.BYTES).put(OBJECT_KEY).putInt((int) id).array();
  }

  static boolean isObjectKey(byte[] key) {
    return key.length == 1 + Integer.BYTES && key[0] == OBJECT_KEY;
  }

  /** The key to lock while a name is taken or given up; relations of a schema share theirs. */
  static byte[] nameKey(CatalogState.QualifiedName name) {
    byte scope =
        switch (name.scope().names()) {
          case DATABASE -> 1;
          case ROLE -> 2;
          case SCHEMA -> 3;
          case COLLECTION, INDEX, PRIMARY_KEY -> 4;
          case TYPE -> 5;
          case ROUTINE -> 6;
        };
    byte[] text = name.name().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + Integer.BYTES + text.length)
        .put(NAME_KEY)
        .put(scope)
        .putInt((int) name.scope().parent())
        .put(text)
        .array();
  }

  static byte[] encode(CatalogObject object) {
    byte[] fields =
        switch (object) {
          case Database database -> encode(database);
          case Schema schema -> encode(schema);
          case Collection collection -> CollectionFormat.encode(collection);
          case Role role -> encode(role);
          case UserType type -> RoutineFormat.encode(type);
          case Routine routine -> RoutineFormat.encode(routine);
        };
    byte kind =
        switch (object) {
          case Database ignored -> DATABASE;
          case Schema ignored -> SCHEMA;
          case Collection ignored -> COLLECTION;
          case Role ignored -> ROLE;
          case UserType ignored -> TYPE;
          case Routine ignored -> ROUTINE;
        };
    return ByteBuffer.allocate(HEADER + fields.length).put(FORMAT).put(kind).put(fields).array();
  }

  /**
   * @param version the commit timestamp of the record
   * @throws OrbitException DATA_CORRUPTED, or CANNOT_CONNECT_NOW for a newer format
   */
  static CatalogObject decode(byte[] value, long version) {
    if (value.length < HEADER) {
      throw new OrbitException(ErrorCode.DATA_CORRUPTED, "catalog record ends inside its header");
    }
    if (value[0] != FORMAT) {
      throw new OrbitException(
              ErrorCode.CANNOT_CONNECT_NOW,
              "the catalog was written in format " + value[0] + ", this Orbit reads " + FORMAT)
          .withHint("Start the Orbit version that wrote it, or a newer one.");
    }
    FieldReader in = new FieldReader(value, HEADER);
    return switch (value[1]) {
      case DATABASE -> decodeDatabase(in, version);
      case SCHEMA -> decodeSchema(in, version);
      case COLLECTION -> CollectionFormat.decode(in, version);
      case ROLE -> decodeRole(in, version);
      case TYPE -> RoutineFormat.decodeType(in, version);
      case ROUTINE -> RoutineFormat.decodeRoutine(in, version);
      default ->
          throw new OrbitException(
              ErrorCode.DATA_CORRUPTED, "catalog record of the unknown kind " + value[1]);
    };
  }

  /** The object as it stands in the catalog once its change has that version. */
  static CatalogObject withVersion(CatalogObject object, long version) {
    return decode(encode(object), version);
  }

  private static byte[] encode(Database database) {
    return header(database)
        .text(5, database.engine())
        .numbers(6, database.keySpaces())
        .map(7, database.settings())
        .text(8, database.comment())
        .toBytes();
  }

  private static Database decodeDatabase(FieldReader in, long version) {
    return new Database(
        in.number(1),
        in.text(2),
        version,
        in.number(3),
        grants(in),
        in.text(5),
        in.integers(6),
        in.map(7),
        in.text(8));
  }

  private static byte[] encode(Schema schema) {
    return header(schema).number(5, schema.database()).text(6, schema.comment()).toBytes();
  }

  private static Schema decodeSchema(FieldReader in, long version) {
    return new Schema(
        in.number(1), in.text(2), version, in.number(3), grants(in), in.number(5), in.text(6));
  }

  private static byte[] encode(Role role) {
    FieldWriter out =
        new FieldWriter()
            .number(1, role.id())
            .text(2, role.name())
            .flag(3, role.superuser())
            .flag(4, role.login())
            .flag(5, role.createDatabase())
            .flag(6, role.createRole())
            .flag(7, role.inherit())
            .flag(8, role.replication())
            .flag(9, role.bypassRowSecurity())
            .number(10, role.connectionLimit())
            .number(12, role.validUntil())
            .numbers(13, role.memberOf())
            .numbers(14, role.adminOf())
            .map(15, role.settings())
            .text(16, role.comment());
    if (role.scram() != null) {
      out.text(11, role.scram());
    }
    return out.toBytes();
  }

  private static Role decodeRole(FieldReader in, long version) {
    return new Role(
        in.number(1),
        in.text(2),
        version,
        in.flag(3),
        in.flag(4),
        in.flag(5),
        in.flag(6),
        in.flag(7),
        in.flag(8),
        in.flag(9),
        in.integer(10),
        in.has(11) ? in.text(11) : null,
        in.number(12),
        in.numbers(13),
        in.numbers(14),
        in.map(15),
        in.text(16));
  }

  /** Fields 1 to 4 of databases, schemas and collections. */
  static FieldWriter header(CatalogObject object) {
    FieldWriter out =
        new FieldWriter().number(1, object.id()).text(2, object.name()).number(3, object.owner());
    for (Grant grant : object.grants()) {
      out.message(
          4,
          new FieldWriter()
              .number(1, grant.grantee())
              .number(2, grant.grantor())
              .constants(3, grant.privileges())
              .constants(4, grant.grantable())
              .numbers(5, grant.columns()));
    }
    return out;
  }

  static List<Grant> grants(FieldReader in) {
    return in.messages(
        4,
        grant ->
            new Grant(
                grant.number(1),
                grant.number(2),
                privileges(grant.constants(3, Privilege.class)),
                privileges(grant.constants(4, Privilege.class)),
                grant.integers(5)));
  }

  private static Set<Privilege> privileges(List<Privilege> list) {
    EnumSet<Privilege> set = EnumSet.noneOf(Privilege.class);
    set.addAll(list);
    return Collections.unmodifiableSet(set);
  }

  static byte[] encodeId(long id) {
    return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
  }

  static long decodeId(byte[] array, int offset, int length) {
    if (length != Long.BYTES) {
      throw new OrbitException(
          ErrorCode.DATA_CORRUPTED, "the catalog's next object id has " + length + " bytes, not 8");
    }
    return ByteBuffer.wrap(array, offset, length).getLong();
  }
}
