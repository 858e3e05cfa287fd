package io.orbit.query.type;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The functions that PostgreSQL reads and writes values of its types with, by their OIDs there:
 * clients compare pg_type.typinput with them. They cannot be called.
 */
public final class InputFunctions {
  private static final Map<String, Long> OIDS =
      Map.ofEntries(
          Map.entry("array_in", 750L),
          Map.entry("array_out", 751L),
          Map.entry("bit_in", 1564L),
          Map.entry("bit_out", 1565L),
          Map.entry("boolin", 1242L),
          Map.entry("boolout", 1243L),
          Map.entry("bpcharin", 1044L),
          Map.entry("bpcharout", 1045L),
          Map.entry("byteain", 1244L),
          Map.entry("byteaout", 31L),
          Map.entry("charin", 1245L),
          Map.entry("charout", 33L),
          Map.entry("cidr_in", 1267L),
          Map.entry("cidr_out", 1427L),
          Map.entry("date_in", 1084L),
          Map.entry("date_out", 1085L),
          Map.entry("domain_in", 2597L),
          Map.entry("enum_in", 3506L),
          Map.entry("enum_out", 3507L),
          Map.entry("float4in", 200L),
          Map.entry("float4out", 201L),
          Map.entry("float8in", 214L),
          Map.entry("float8out", 215L),
          Map.entry("inet_in", 910L),
          Map.entry("inet_out", 911L),
          Map.entry("int2in", 38L),
          Map.entry("int2out", 39L),
          Map.entry("int2vectorin", 40L),
          Map.entry("int2vectorout", 41L),
          Map.entry("int4in", 42L),
          Map.entry("int4out", 43L),
          Map.entry("int8in", 460L),
          Map.entry("int8out", 461L),
          Map.entry("interval_in", 1160L),
          Map.entry("interval_out", 1161L),
          Map.entry("json_in", 321L),
          Map.entry("json_out", 322L),
          Map.entry("jsonb_in", 3806L),
          Map.entry("jsonb_out", 3804L),
          Map.entry("namein", 34L),
          Map.entry("nameout", 35L),
          Map.entry("numeric_in", 1701L),
          Map.entry("numeric_out", 1702L),
          Map.entry("oidin", 1798L),
          Map.entry("oidout", 1799L),
          Map.entry("oidvectorin", 54L),
          Map.entry("oidvectorout", 55L),
          Map.entry("multirange_in", 4231L),
          Map.entry("multirange_out", 4232L),
          Map.entry("range_in", 3834L),
          Map.entry("range_out", 3835L),
          Map.entry("record_in", 2290L),
          Map.entry("record_out", 2291L),
          Map.entry("regclassin", 2218L),
          Map.entry("regclassout", 2219L),
          Map.entry("regprocin", 44L),
          Map.entry("regprocout", 45L),
          Map.entry("regtypein", 2220L),
          Map.entry("regtypeout", 2221L),
          Map.entry("textin", 46L),
          Map.entry("textout", 47L),
          Map.entry("time_in", 1143L),
          Map.entry("time_out", 1144L),
          Map.entry("timestamp_in", 1312L),
          Map.entry("timestamp_out", 1313L),
          Map.entry("timestamptz_in", 1150L),
          Map.entry("timestamptz_out", 1151L),
          Map.entry("timetz_in", 1350L),
          Map.entry("timetz_out", 1351L),
          Map.entry("unknownin", 109L),
          Map.entry("unknownout", 110L),
          Map.entry("uuid_in", 2952L),
          Map.entry("uuid_out", 2953L),
          Map.entry("varbit_in", 1579L),
          Map.entry("varbit_out", 1580L),
          Map.entry("varcharin", 1046L),
          Map.entry("varcharout", 1047L),
          Map.entry("void_in", 2298L),
          Map.entry("void_out", 2299L));

  private InputFunctions() {}

  /** The OID of such a function; empty for another. */
  public static OptionalLong oid(String name) {
    Long oid = OIDS.get(name);
    return oid == null ? OptionalLong.empty() : OptionalLong.of(oid);
  }

  /** The name behind the OID; empty where it is another's. */
  public static Optional<String> name(long oid) {
    return OIDS.entrySet().stream()
        .filter(entry -> entry.getValue() == oid)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
