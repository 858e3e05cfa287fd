package io.orbit.client.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {
  @ParameterizedTest
  @CsvSource({
    "lamp, 4",
    "日本語, 6",
    "é, 1",
    "e\u0301, 1",
    "한글, 4",
    "😀, 2",
    "👩‍👩‍👧, 2",
    "❤️, 2",
    "ｱ, 1",
    "Ａ, 2",
    "שלום, 4"
  })
  void countsColumns(String text, int columns) {
    assertThat(DisplayWidth.of(text)).isEqualTo(columns);
  }

  @Test
  void showsControlCharactersAsEscapes() {
    assertThat(DisplayWidth.printable("a\u001b[31m\tb\u0000")).isEqualTo("a\\x1B[31m\\x09b\\x00");
    assertThat(DisplayWidth.printable("plain")).isEqualTo("plain");
  }
}
