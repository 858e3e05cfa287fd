package io.orbit.launcher.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  @ParameterizedTest
  @CsvSource({"kitten,sitting,3", "port,port,0", "prot,port,2", "'',abc,3", "abc,'',3"})
  void countsTheLettersToChange(String left, String right, int distance) {
    assertThat(Spelling.distance(left, right)).isEqualTo(distance);
  }
}
