package io.orbit.client.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlaceTest {
  @Test
  void pointsBeneathTheCharacter() {
    assertThat(Place.of("SELECT *\n\tFROM nope", 15))
        .isEqualTo("LINE 2:  FROM nope\n              ^");
    assertThat(Place.of("selec 1", 0)).isEqualTo("LINE 1: selec 1\n        ^");
  }

  @Test
  void countsCharactersAndColumnsApart() {
    assertThat(Place.of("SELECT '😀日' x y", 14).lines().toList().get(1))
        .isEqualTo(" ".repeat("LINE 1: SELECT '".length() + 4 + "' x ".length()) + "^");
  }

  @Test
  void aPlaceBehindTheEndIsTheEnd() {
    assertThat(Place.of("SELECT", 99)).endsWith(" ".repeat(14) + "^");
  }
}
