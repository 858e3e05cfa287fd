package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.security.Session;
import io.orbit.query.segment.SegmentBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The 22 queries of TPC-H at scale 0.01 beside what PostgreSQL 15 answers, by row and by column.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TpchTest {
  private static final List<String> TABLES =
      List.of("region", "nation", "part", "supplier", "partsupp", "customer", "orders", "lineitem");

  private static final List<String> LEFT_OUT =
      List.of(
          "lineitem DROP l_comment",
          "partsupp DROP ps_comment",
          "orders DROP o_clerk",
          "region DROP r_comment",
          "nation DROP n_comment",
          "part DROP p_comment");

  private final TestDatabase database = new TestDatabase();
  private final Session session = database.session();

  @BeforeAll
  void load() {
    run(text("schema.sql"));
    LEFT_OUT.forEach(change -> run("ALTER TABLE " + change));
    TABLES.forEach(table -> run("ALTER TABLE " + table + " SET (columnar = off)"));
    TABLES.forEach(this::copy);
    run("ANALYZE");
  }

  @AfterAll
  void close() {
    session.close();
    database.close();
  }

  private void run(String statements) {
    assertThat(database.run(session, statements)).noneMatch(line -> line.startsWith("ERROR"));
  }

  private static byte[] bytes(String name) {
    try (InputStream in = TpchTest.class.getResourceAsStream("/tpch/" + name)) {
      return java.util.Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private void copy(String table) {
    PreparedStatement statement =
        database
            .statements()
            .prepare(
                session,
                "sql",
                "COPY " + table + " FROM STDIN WITH (FORMAT csv, HEADER)",
                List.of());
    try (Execution execution = database.statements().execute(session, statement, List.of());
        InputStream in =
            new GZIPInputStream(
                new java.io.ByteArrayInputStream(bytes("sf001/" + table + ".csv.gz")))) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        execution.copyData(buffer, 0, read);
      }
      execution.copyDone();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    database.statements().endImplicit(session, true);
  }

  static List<String> queries() {
    return IntStream.rangeClosed(1, 22).mapToObj("q%02d"::formatted).toList();
  }

  @ParameterizedTest
  @MethodSource("queries")
  @Order(1)
  void byRow(String query) {
    assertAnswers(query);
  }

  @ParameterizedTest
  @MethodSource("queries")
  @Order(2)
  void byColumn(String query) {
    for (String table : TABLES) {
      run("ALTER TABLE " + table + " SET (columnar = on)");
      run("SELECT count(*) FROM " + table);
    }
    SegmentBuilder.buildMissing(database.segments(), () -> true);
    assertThat(database.run(session, "EXPLAIN SELECT count(*) FROM lineitem").toString())
        .contains("Columnar Scan on lineitem");
    assertAnswers(query);
  }

  private void assertAnswers(String query) {
    List<String> expected = text("sf001/" + query + ".txt").lines().toList();
    List<String> rows = database.run(session, text(query + ".sql"));
    assertThat(rows.stream().map(row -> row.replace("NULL", "")).toList()).isEqualTo(expected);
  }
}
