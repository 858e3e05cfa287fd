package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.security.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** COPY in its formats; what is expected is what a PostgreSQL 15 answers. */
class CopyTest {
  private TestDatabase database;
  private Session session;

  @BeforeEach
  void open() {
    database = new TestDatabase();
    session = database.session();
    run("CREATE TABLE t (a integer PRIMARY KEY, b text, c numeric(8,2) DEFAULT 7, d timestamptz)");
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private List<String> run(String sql) {
    return database.run(session, sql);
  }

  private long copyIn(String sql, byte[] data, int piece) {
    try {
      PreparedStatement statement = database.statements().prepare(session, "sql", sql, List.of());
      assertThat(statement.kind()).isEqualTo(Execution.Kind.COPY_IN);
      try (Execution execution = database.statements().execute(session, statement, List.of())) {
        for (int at = 0; at < data.length; at += piece) {
          execution.copyData(data, at, Math.min(piece, data.length - at));
        }
        execution.copyDone();
        database.statements().endImplicit(session, true);
        return execution.count();
      }
    } catch (OrbitException failure) {
      database.statements().endImplicit(session, false);
      throw failure;
    }
  }

  private long copyIn(String sql, String data) {
    return copyIn(sql, data.getBytes(StandardCharsets.UTF_8), 5);
  }

  private byte[] copyOut(String sql) {
    PreparedStatement statement = database.statements().prepare(session, "sql", sql, List.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Execution execution = database.statements().execute(session, statement, List.of())) {
      assertThat(execution.kind()).isEqualTo(Execution.Kind.COPY_OUT);
      for (byte[] row = execution.nextCopyData(); row != null; row = execution.nextCopyData()) {
        out.writeBytes(row);
      }
    }
    database.statements().endImplicit(session, true);
    return out.toByteArray();
  }

  private String copyText(String sql) {
    return new String(copyOut(sql), StandardCharsets.UTF_8);
  }

  private OrbitException refused(String sql, String data) {
    return catchThrowableOfType(OrbitException.class, () -> copyIn(sql, data));
  }

  @Test
  void textEscapesNullsAndEndMarker() {
    assertThat(
            copyIn(
                "COPY t FROM STDIN",
                "1\ta\\tb\\\\c\\nd\t1.5\t\\N\n2\t\\N\t\\N\t2020-01-01 00:00:00+00\n\\.\nrubbish"))
        .isEqualTo(2);
    assertThat(copyText("COPY t TO STDOUT"))
        .isEqualTo("1\ta\\tb\\\\c\\nd\t1.50\t\\N\n2\t\\N\t\\N\t2020-01-01 00:00:00+00\n");
  }

  @Test
  void columnsThatAreNotCopiedTakeTheirDefaults() {
    copyIn("COPY t (b, a) FROM STDIN WITH (FORMAT csv)", "x,1\n");
    assertThat(run("SELECT a, b, c FROM t")).containsExactly("1|x|7.00");
  }

  @Test
  void csvQuotesAcrossLines() {
    copyIn(
        "COPY t (a, b) FROM STDIN WITH (FORMAT csv, HEADER)",
        "a,b\r\n1,\"x\"\"y, z\r\nw\"\r\n2,\r\n3,\"\"\r\n");
    assertThat(copyText("COPY (SELECT a, b FROM t ORDER BY a) TO STDOUT WITH (FORMAT csv, HEADER)"))
        .isEqualTo("a,b\n1,\"x\"\"y, z\r\nw\"\n2,\n3,\"\"\n");
  }

  @Test
  void csvForcesQuotesAndNulls() {
    copyIn("COPY t (a, b) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (b), DELIMITER ';')", "1;\n");
    copyIn("COPY t (a, b) FROM STDIN WITH (FORMAT csv, FORCE_NULL (b))", "2,\"\"\n");
    assertThat(run("SELECT a, b IS NULL FROM t ORDER BY a")).containsExactly("1|f", "2|t");
    assertThat(copyText("COPY t (a, b) TO STDOUT WITH (FORMAT csv, FORCE_QUOTE *, QUOTE '''')"))
        .isEqualTo("'1',''\n'2',\n");
  }

  @Test
  void whereLeavesRowsOut() {
    assertThat(copyIn("COPY t (a) FROM STDIN WHERE a > 1 AND c = 7", "1\n2\n3\n")).isEqualTo(2);
    assertThat(run("SELECT a FROM t ORDER BY a")).containsExactly("2", "3");
  }

  @Test
  void headerMustMatch() {
    OrbitException wrong = refused("COPY t (a, b) FROM STDIN (FORMAT csv, HEADER match)", "a,x\n");
    assertThat(wrong.getMessage())
        .isEqualTo("column name mismatch in header line field 2: got \"x\", expected \"b\"");
    assertThat(wrong.detail()).isEqualTo("COPY t, line 1: \"a,x\"");
  }

  @Test
  void malformedRowsAreRefusedAsPostgresDoes() {
    OrbitException extra = refused("COPY t (a, b) FROM STDIN", "1\tx\n2\ty\tz\n");
    assertThat(extra.code()).isEqualTo(ErrorCode.BAD_COPY_FILE_FORMAT);
    assertThat(extra.getMessage()).isEqualTo("extra data after last expected column");
    assertThat(extra.detail()).isEqualTo("COPY t, line 2: \"2\ty\tz\"");
    OrbitException missing = refused("COPY t (a, b) FROM STDIN", "1\n");
    assertThat(missing.getMessage()).isEqualTo("missing data for column \"b\"");
    OrbitException number = refused("COPY t (a, b) FROM STDIN", "1\tx\none\ty\n");
    assertThat(number.getMessage()).isEqualTo("invalid input syntax for type integer: \"one\"");
    assertThat(number.detail()).isEqualTo("COPY t, line 2, column a: \"one\"");
    OrbitException twice = refused("COPY t (a, b) FROM STDIN", "1\tx\n1\ty\n");
    assertThat(twice.code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION);
    assertThat(twice.detail()).isEqualTo("Key (a)=(1) already exists.\nCOPY t, line 2");
    OrbitException open = refused("COPY t (a, b) FROM STDIN CSV", "1,\"x\n");
    assertThat(open.getMessage()).isEqualTo("unterminated CSV quoted field");
    OrbitException mixed = refused("COPY t (a) FROM STDIN", "1\n2\r\n3\n");
    assertThat(mixed.getMessage()).isEqualTo("literal carriage return found in data");
    assertThat(mixed.detail()).startsWith("COPY t, line 2");
    assertThat(run("SELECT count(*) FROM t")).containsExactly("0");
  }

  @Test
  void anErrorFailsTheTransaction() {
    run("BEGIN");
    assertThat(refused("COPY t (a) FROM STDIN", "x\n")).isNotNull();
    assertThat(run("SELECT 1").getFirst()).startsWith("ERROR IN_FAILED_TRANSACTION");
    run("ROLLBACK");
  }

  @Test
  void optionsAreChecked() {
    assertThat(run("COPY t FROM STDIN (DELIMITER 'ab')"))
        .containsExactly(
            "ERROR FEATURE_NOT_SUPPORTED: COPY delimiter must be a single one-byte character");
    assertThat(run("COPY t FROM STDIN (QUOTE '\"')"))
        .containsExactly("ERROR FEATURE_NOT_SUPPORTED: COPY quote available only in CSV mode");
    assertThat(run("COPY t FROM STDIN (FORMAT parquet)"))
        .containsExactly("ERROR INVALID_PARAMETER_VALUE: COPY format \"parquet\" not recognized");
    assertThat(run("COPY t FROM '/etc/passwd'").getFirst())
        .startsWith("ERROR FEATURE_NOT_SUPPORTED: COPY from a file");
    assertThat(run("COPY t TO PROGRAM 'cat'").getFirst())
        .startsWith("ERROR FEATURE_NOT_SUPPORTED: COPY to an external program");
  }

  @Test
  void rightsAreThoseOfInsertAndSelect() {
    run("CREATE ROLE guest LOGIN");
    run("CREATE VIEW v AS SELECT a FROM t");
    try (Session guest = database.session("guest")) {
      assertThat(database.run(guest, "COPY t FROM STDIN").getFirst())
          .isEqualTo("ERROR INSUFFICIENT_PRIVILEGE: permission denied for table t");
      assertThat(database.run(guest, "COPY t TO STDOUT").getFirst())
          .isEqualTo("ERROR INSUFFICIENT_PRIVILEGE: permission denied for table t");
    }
    assertThat(run("COPY v TO STDOUT"))
        .containsExactly("ERROR WRONG_OBJECT_TYPE: cannot copy from view \"v\"");
    assertThat(run("COPY v FROM STDIN"))
        .containsExactly("ERROR WRONG_OBJECT_TYPE: cannot copy to view \"v\"");
  }

  @Test
  void everyFormatComesBackAsItWas() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    run(
        "CREATE TABLE w (k bigint PRIMARY KEY, s text, v varchar(20), n numeric, f double precision,"
            + " r real, g boolean, i interval, u uuid, x bytea, y integer[], j jsonb, h inet,"
            + " e date, o time, z timetz, ir int4range, nr numrange, mr datemultirange, b bit(3),"
            + " w varbit)");
    run(
        "INSERT INTO w VALUES (0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
            + " NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (1, '', '\\.', -0.00012, 'NaN', -0.5, true,"
            + " '1 mon -2 days 03:00:00.5', '00112233-4455-6677-8899-aabbccddeeff', '\\x00ff',"
            + " '{1,NULL,3}', '{\"a\": [1, \"\\n\"]}', '10.0.0.0/8', '2000-02-29', '24:00:00',"
            + " '12:00:00+05:30', '[1,5]', '(,2.50]', '{[2024-01-01,infinity]}', B'101', X'1F'),"
            + " (2, E'tab\\tnew\\nline\\\\ \"q\", ü€😀', 'x', 12345678901234567890.12,"
            + " 1e300, 3e38, false, '-1 year', NULL, '\\x', '{}', '[]', '::1', 'infinity', '00:00:00',"
            + " NULL, 'empty', '(,)', '{}', B'000', '')");
    for (String format : List.of("text", "csv", "binary")) {
      byte[] data = copyOut("COPY w TO STDOUT (FORMAT " + format + ")");
      List<String> before = run("SELECT * FROM w ORDER BY k");
      run("TRUNCATE w");
      int piece = 1 + random.nextInt(40);
      assertThat(copyIn("COPY w FROM STDIN (FORMAT " + format + ")", data, piece)).isEqualTo(3);
      assertThat(run("SELECT * FROM w ORDER BY k")).isEqualTo(before);
    }
  }

  @Test
  void binaryIsPostgresBytes() {
    run("INSERT INTO t VALUES (1, 'é', -12345.6, '2000-01-01 00:00:01+00'), (2, NULL, 0, NULL)");
    StringBuilder hex = new StringBuilder();
    for (byte b : copyOut("COPY t TO STDOUT (FORMAT binary)")) {
      hex.append("%02x".formatted(b));
    }
    assertThat(hex.toString()).isEqualTo(BINARY_T);
  }

  /** What PostgreSQL 15 wrote for the same rows. */
  private static final String BINARY_T =
      "5047434f50590aff0d0a0000000000000000000004000000040000000100000002c3a90000000e00030001400000020001092917700000000800000000000f424000040000000400000002ffffffff000000080000000000000002ffffffffffff";
}
