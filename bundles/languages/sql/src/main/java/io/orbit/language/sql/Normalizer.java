package io.orbit.language.sql;

import io.orbit.api.query.NormalizedText;
import java.util.List;

final class Normalizer {
  private final String text;

  Normalizer(String text) {
    this.text = text;
  }

  NormalizedText normalize() {
    return new NormalizedText(text, List.of(), 0, true);
  }
}
