package io.orbit.query.textsearch;

/** What the default parser tells apart (PostgreSQL manual, table 12.1). */
public enum TokenType {
  ASCII_WORD,
  WORD,
  NUMBER_WORD,
  EMAIL,
  URL,
  HOST,
  SCIENTIFIC,
  VERSION,
  PART_NUMBER_WORD,
  PART_WORD,
  PART_ASCII_WORD,
  BLANK,
  TAG,
  PROTOCOL,
  HYPHENATED_NUMBER_WORD,
  HYPHENATED_ASCII_WORD,
  HYPHENATED_WORD,
  URL_PATH,
  FILE,
  DECIMAL,
  INTEGER,
  UNSIGNED,
  ENTITY;

  /** Whether no dictionary is asked about it. */
  boolean isIgnored() {
    return switch (this) {
      case BLANK, TAG, PROTOCOL, ENTITY -> true;
      default -> false;
    };
  }

  /** Whether a language's dictionary knows such words, and not the simple one alone. */
  boolean isLanguage() {
    return switch (this) {
      case ASCII_WORD, WORD, PART_WORD, PART_ASCII_WORD, HYPHENATED_ASCII_WORD, HYPHENATED_WORD ->
          true;
      default -> false;
    };
  }

  /** Whether its parts follow as tokens of their own and are shown in its place. */
  boolean isWhole() {
    return switch (this) {
      case URL, HYPHENATED_NUMBER_WORD, HYPHENATED_ASCII_WORD, HYPHENATED_WORD -> true;
      default -> false;
    };
  }
}
