package io.orbit.language.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Deep nesting is refused before it costs the stack; what is allowed fits one megabyte. */
class NestingTest {
  private static final int STACK = 1024 * 1024;

  private final SqlLanguage language = new SqlLanguage();

  private static final String[][] CONSTRUCTS = {
    {"SELECT ", "(", "1", ")"},
    {"SELECT ", "f(", "1", ")"},
    {"SELECT ", "(SELECT ", "1", ")"},
    {"SELECT ", "ARRAY[", "1", "]"},
    {"SELECT ", "NOT ", "true", ""},
    {"SELECT ", "CASE WHEN ", "true", " THEN 1 END"},
    {"SELECT ", "a[", "1", "]"},
    {"SELECT * FROM ", "(", "t", " CROSS JOIN u)"},
    {"SELECT * FROM ", "(SELECT * FROM ", "t", ") x"},
    {"SELECT ", "1 IN (", "1", ")"},
    {"SELECT ", "- ", "a", ""},
    {"SELECT ", "a + (", "1", ")"},
    {"SELECT ", "COALESCE(", "1", ")"},
    {"SELECT ", "xmlconcat(", "1", ")"},
    {"SELECT 1 WHERE ", "EXISTS (SELECT 1 WHERE ", "true", ")"},
    {"WITH ", "x AS (WITH ", "y AS (SELECT 1) SELECT 1", ") SELECT 1"},
    {"SELECT 1 GROUP BY ", "GROUPING SETS (", "a", ")"},
    {"EXPLAIN ", "(", "SELECT 1", ")"},
    {"VALUES ", "((VALUES ", "(1)", "))"},
  };

  static Stream<Arguments> constructs() {
    return Arrays.stream(CONSTRUCTS).map(parts -> Arguments.of((Object[]) parts));
  }

  @ParameterizedTest
  @MethodSource("constructs")
  void deepNestingIsRefused(String before, String open, String inner, String close)
      throws InterruptedException {
    assertThat(outcome(before + open.repeat(100_000) + inner)).isEqualTo("too complex");
    int deepest = 0;
    for (int depth = 20; depth <= Tokens.DEEPEST; depth += 20) {
      String outcome = outcome(before + open.repeat(depth) + inner + close.repeat(depth));
      assertThat(outcome).as(depth + " times " + open).isIn("parsed", "too complex");
      deepest = outcome.equals("parsed") ? depth : deepest;
    }
    assertThat(deepest).isGreaterThanOrEqualTo(80);
  }

  /** What a thread with a small stack makes of it. */
  private String outcome(String text) throws InterruptedException {
    AtomicReference<String> outcome = new AtomicReference<>("died");
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                language.parse(text);
                outcome.set("parsed");
              } catch (OrbitException refused) {
                outcome.set(
                    refused.code() == ErrorCode.STATEMENT_TOO_COMPLEX
                        ? "too complex"
                        : refused.getMessage());
              } catch (StackOverflowError overflow) {
                outcome.set("overflow");
              }
            },
            "small stack",
            STACK);
    thread.start();
    thread.join();
    return outcome.get();
  }

  @Test
  void longChainsThatAreFlatAreFine() throws InterruptedException {
    assertThat(outcome("SELECT 1 WHERE a" + " AND b".repeat(100_000))).isEqualTo("parsed");
    assertThat(outcome("SELECT 1 WHERE a IN (1" + ", 2".repeat(100_000) + ")")).isEqualTo("parsed");
    assertThat(outcome("VALUES (1)" + ", (2)".repeat(50_000))).isEqualTo("parsed");
    assertThat(outcome("SELECT 1" + ";SELECT 2".repeat(50_000))).isEqualTo("parsed");
    assertThat(outcome("SELECT " + "/*".repeat(50_000) + "*/".repeat(50_000))).isEqualTo("parsed");
  }

  @Test
  void longChainsThatMakeADeepTreeAreRefused() throws InterruptedException {
    assertThat(outcome("SELECT 1" + " + 1".repeat(3_000))).isEqualTo("parsed");
    assertThat(outcome("SELECT 1" + " + 1".repeat(100_000))).isEqualTo("too complex");
    assertThat(outcome("SELECT 1" + " UNION SELECT 1".repeat(100_000))).isEqualTo("too complex");
    assertThat(outcome("SELECT a" + "::int".repeat(100_000))).isEqualTo("too complex");
  }
}
