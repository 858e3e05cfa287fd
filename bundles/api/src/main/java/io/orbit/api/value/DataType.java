package io.orbit.api.value;

import org.jspecify.annotations.Nullable;

/**
 * A data type: kind, modifiers, and the element type of an array or set. Immutable.
 *
 * @param kind what it is
 * @param length declared length (VARCHAR, CHAR: characters), precision (DECIMAL: digits; TIME,
 *     TIMESTAMP, INTERVAL: fractional digits) or dimensions (VECTOR); 0 for an ARRAY that is one of
 *     PostgreSQL's int2vector and oidvector; -1 when not declared
 * @param scale declared scale of a DECIMAL; meaningless when {@code length} is -1
 * @param element element type of ARRAY and SET, value type of MAP (keys are text), type of the
 *     bounds of a RANGE, of the ranges of a MULTIRANGE; otherwise null
 * @param definition what a user defined it by: of an ENUM, a composite RECORD or a domain over any
 *     kind; otherwise null
 */
public record DataType(
    TypeKind kind,
    int length,
    int scale,
    @Nullable DataType element,
    @Nullable TypeDefinition definition) {
  public static final DataType UNKNOWN = of(TypeKind.UNKNOWN);
  public static final DataType BOOLEAN = of(TypeKind.BOOLEAN);
  public static final DataType INT16 = of(TypeKind.INT16);
  public static final DataType INT32 = of(TypeKind.INT32);
  public static final DataType INT64 = of(TypeKind.INT64);
  public static final DataType DECIMAL = of(TypeKind.DECIMAL);
  public static final DataType FLOAT32 = of(TypeKind.FLOAT32);
  public static final DataType FLOAT64 = of(TypeKind.FLOAT64);
  public static final DataType TEXT = of(TypeKind.TEXT);
  public static final DataType VARCHAR = of(TypeKind.VARCHAR);
  public static final DataType CHAR = of(TypeKind.CHAR);
  public static final DataType NAME = of(TypeKind.NAME);
  public static final DataType BYTE_CHAR = of(TypeKind.BYTE_CHAR);
  public static final DataType BYTES = of(TypeKind.BYTES);
  public static final DataType DATE = of(TypeKind.DATE);
  public static final DataType TIME = of(TypeKind.TIME);
  public static final DataType TIMETZ = of(TypeKind.TIMETZ);
  public static final DataType TIMESTAMP = of(TypeKind.TIMESTAMP);
  public static final DataType TIMESTAMPTZ = of(TypeKind.TIMESTAMPTZ);
  public static final DataType INTERVAL = of(TypeKind.INTERVAL);
  public static final DataType UUID = of(TypeKind.UUID);
  public static final DataType JSON = of(TypeKind.JSON);
  public static final DataType JSONB = of(TypeKind.JSONB);
  public static final DataType OID = of(TypeKind.OID);
  public static final DataType REGCLASS = of(TypeKind.REGCLASS);
  public static final DataType REGTYPE = of(TypeKind.REGTYPE);
  public static final DataType REGPROC = of(TypeKind.REGPROC);
  public static final DataType RECORD = of(TypeKind.RECORD);
  public static final DataType VOID = of(TypeKind.VOID);
  public static final DataType DYNAMIC = of(TypeKind.DYNAMIC);

  public DataType {
    boolean container =
        switch (kind) {
          case ARRAY, SET, MAP, RANGE, MULTIRANGE -> true;
          default -> false;
        };
    if (container != (element != null)) {
      throw new IllegalArgumentException(kind + " and element type do not fit");
    }
  }

  /** A type that no user defined. */
  public DataType(TypeKind kind, int length, int scale, @Nullable DataType element) {
    this(kind, length, scale, element, null);
  }

  /** A type that a user defined. */
  public static DataType of(TypeDefinition definition) {
    return switch (definition) {
      case EnumDefinition labels -> new DataType(TypeKind.ENUM, -1, 0, null, labels);
      case CompositeDefinition fields -> new DataType(TypeKind.RECORD, -1, 0, null, fields);
      case DomainDefinition domain -> {
        DataType base = domain.base();
        yield new DataType(base.kind, base.length, base.scale, base.element, domain);
      }
    };
  }

  /** A type without modifiers. */
  public static DataType of(TypeKind kind) {
    return new DataType(kind, -1, 0, null);
  }

  public static DataType array(DataType element) {
    return new DataType(TypeKind.ARRAY, -1, 0, element);
  }

  /**
   * PostgreSQL's int2vector or oidvector, which its catalog is made of: an array of one dimension
   * that begins at index 0 and is written {@code 1 2 3}.
   *
   * @param element INT16 or OID
   */
  public static DataType systemVector(DataType element) {
    return new DataType(TypeKind.ARRAY, 0, 0, element);
  }

  /** Whether it is a {@link #systemVector}. */
  public boolean isSystemVector() {
    return kind == TypeKind.ARRAY && length == 0;
  }

  /**
   * A range of values of a type.
   *
   * @param bound what its bounds are of
   */
  public static DataType range(DataType bound) {
    return new DataType(TypeKind.RANGE, -1, 0, bound);
  }

  /**
   * A set of ranges.
   *
   * @param range a RANGE
   */
  public static DataType multirange(DataType range) {
    return new DataType(TypeKind.MULTIRANGE, -1, 0, range);
  }

  public static DataType varchar(int length) {
    return new DataType(TypeKind.VARCHAR, length, 0, null);
  }

  public static DataType decimal(int precision, int scale) {
    return new DataType(TypeKind.DECIMAL, precision, scale, null);
  }

  /** The same type without its modifiers; what is beneath a domain. */
  public DataType unmodified() {
    DataType base = base();
    return base.length == -1 ? base : new DataType(kind, -1, 0, base.element, base.definition);
  }

  /** The type beneath all domains; itself where it is none. */
  public DataType base() {
    DataType type = this;
    while (type.definition instanceof DomainDefinition domain) {
      type = domain.base();
    }
    return type;
  }

  /** The domain that it is, or null. */
  public @Nullable DomainDefinition domain() {
    return definition instanceof DomainDefinition domain ? domain : null;
  }

  /** The labels of an ENUM, be it beneath a domain. */
  public EnumDefinition labels() {
    if (base().definition instanceof EnumDefinition labels) {
      return labels;
    }
    throw new IllegalStateException(kind + " has no labels");
  }

  /** The fields of a composite type, be it beneath a domain; null for any other type. */
  public @Nullable CompositeDefinition composite() {
    return kind == TypeKind.RECORD && base().definition instanceof CompositeDefinition fields
        ? fields
        : null;
  }

  /** The element type; fails for a type that has none. */
  public DataType elementType() {
    if (element == null) {
      throw new IllegalStateException(kind + " has no element type");
    }
    return element;
  }
}
