package io.orbit.language.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.OrbitException;
import io.orbit.api.query.NormalizedText;
import io.orbit.api.query.tree.Expression.Literal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizerTest {
  private final SqlLanguage language = new SqlLanguage();

  @Test
  void takesLiteralsOutAndFoldsTheRest() {
    NormalizedText text =
        language.normalize(
            "SELECT Abalance /* x */ FROM  pgbench_accounts\nWHERE aid = 42 AND n='it''s';");
    assertThat(text.key())
        .isEqualTo("select abalance from pgbench_accounts where aid = $1 and n = $2");
    assertThat(text.literals()).extracting(Literal::value).containsExactly(42, "it's");
    assertThat(text.literals()).extracting(Literal::position).containsExactly(59, 68);
    assertThat(text.single()).isTrue();
    assertThat(text.ownParameters()).isZero();
  }

  @Test
  void numbersBehindTheTextsOwnParameters() {
    NormalizedText text = language.normalize("SELECT 1 WHERE a = $3 AND b = 2.5");
    assertThat(text.key()).isEqualTo("select $4 where a = $3 and b = $5");
    assertThat(text.ownParameters()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select date '2024-01-01', interval '1' day, f (1) | select date '2024-01-01' , interval '1' day , f ( $1 )",
        "select a::numeric(10,2), '5'::int[3] | select a :: numeric ( 10 , 2 ) , $1 :: int [ 3 ]",
        "select cast(5 as varchar(3)), current_time(3) | select cast ( $1 as varchar ( 3 ) ) , current_time ( 3 )",
        "select a from t order by 1, b + 2 limit 5 | select a from t order by 1 , b + $1 limit $2",
        "select a + 1 from t group by a + 1, 2 having count(*) > 1 | select a + $1 from t group by a + $1 , 2 having count ( * ) > $1",
        "select distinct on (1) a from t | select distinct on ( 1 ) a from t",
        "insert into t values (1, -2) on conflict ((a + 1)) where b = 3 do update set a = 4 | insert into t values ( $1 , $2 ) on conflict ( ( a + 1 ) ) where b = 3 do update set a = $3",
        "select a - 1, -1, - 1::int, (-1), a between -1 and 1 | select a - $1 , $2 , - 1 :: int , ( $3 ) , a between $4 and $5",
        "select extract('year' from a) from t fetch first 5 rows only | select extract ( 'year' from a ) from t fetch first 5 rows only",
        "select 1 as a, \"Q\" from T as X(b) where c like 'x%' | select $1 as a , \"Q\" from t as x ( b ) where c like $2",
        "create table t (a int default 5) | create table t ( a int default 5 )",
        "set a = 5 | set a = 5",
      })
  void keepsWhatMustStay(String text, String key) {
    assertThat(language.normalize(text).key()).isEqualTo(key);
  }

  @Test
  void severalStatementsStayAsTheyAre() {
    NormalizedText text = language.normalize("SELECT 1; ; SELECT 2;");
    assertThat(text.single()).isFalse();
    assertThat(text.key()).isEqualTo("select 1 ; select 2");
    assertThat(text.literals()).isEmpty();
    assertThat(language.normalize(" ; -- nothing").single()).isFalse();
    assertThat(language.normalize("BEGIN;").single()).isTrue();
  }

  @Test
  void refusesWhatHasNoTokens() {
    assertThatThrownBy(() -> language.normalize("SELECT 'x"))
        .isInstanceOf(OrbitException.class)
        .hasMessage("unterminated quoted string at or near \"'x\"");
  }

  @Test
  void everyStatementKeepsItsMeaning() {
    NormalizationCheck check = new NormalizationCheck();
    List<String> problems = new ArrayList<>();
    for (String statement : Corpus.statements()) {
      check.problem(statement).ifPresent(problem -> problems.add(statement + "\n  " + problem));
    }
    assertThat(problems).isEmpty();
  }
}
