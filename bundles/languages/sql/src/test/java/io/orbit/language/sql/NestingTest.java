package io.orbit.language.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deep nesting is refused before it costs the stack; what is allowed fits half a megabyte. */
class NestingTest {
  private static final int STACK = 512 * 1024;

  private final SqlLanguage language = new SqlLanguage();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      emptyValue = "",
      value = {
        "SELECT | ( | 1 | )",
        "SELECT | f( | 1 | )",
        "SELECT | (SELECT  | 1 | )",
        "SELECT | ARRAY[ | 1 | ]",
        "SELECT | ''NOT '' | true | ''''",
        "SELECT | CASE WHEN  | true | '' THEN 1 END''",
        "SELECT | a[ | 1 | ]",
        "SELECT * FROM | ( | t | '' CROSS JOIN u)''",
        "SELECT * FROM | (SELECT * FROM  | t | )",
        "SELECT | 1 IN ( | 1 | )",
        "SELECT | - | a | ''''",
        "SELECT | a + ( | 1 | )",
        "SELECT | COALESCE( | 1 | )",
        "SELECT | xmlconcat( | 1 | )",
        "SELECT 1 WHERE | EXISTS (SELECT 1 WHERE  | true | )",
      })
  void deepNestingIsRefused(String before, String open, String inner, String close)
      throws InterruptedException {
    String opening = open.replace("'", "");
    String closing = close.replace("'", "");
    assertThat(outcome(before + " " + opening.repeat(100_000) + inner)).isEqualTo("too complex");
    int deepest = 0;
    for (int depth = 1; depth <= Tokens.DEEPEST; depth++) {
      String text = before + " " + opening.repeat(depth) + inner + closing.repeat(depth);
      if (depth % 20 != 0 && depth != Tokens.DEEPEST) {
        continue;
      }
      String outcome = outcome(text);
      assertThat(outcome).as(text).isIn("parsed", "too complex");
      deepest = outcome.equals("parsed") ? depth : deepest;
    }
    assertThat(deepest).isGreaterThanOrEqualTo(100);
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
