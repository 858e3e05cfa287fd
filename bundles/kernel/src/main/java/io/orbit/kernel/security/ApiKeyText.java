package io.orbit.kernel.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as its holder has it: {@code orbit_}, the id (16 hex digits), {@code _}, the secret
 * (64 hex digits, 256 random bits). So much randomness needs no slow hash: SHA-256 is what is kept.
 */
record ApiKeyText(long id, String secret) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final Pattern FORM = Pattern.compile("orbit_([0-9a-f]{16})_([0-9a-f]{64})");

  static ApiKeyText create() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return new ApiKeyText(RANDOM.nextLong(), HexFormat.of().formatHex(secret));
  }

  /** The parts of a key; empty when the text is none. */
  static Optional<ApiKeyText> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ApiKeyText(HexFormat.fromHexDigitsToLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  static String formatId(long id) {
    return HexFormat.of().toHexDigits(id);
  }

  /** The id that hex digits mean; empty when they are none. */
  static Optional<Long> parseId(String digits) {
    return digits.length() == 16 && digits.chars().allMatch(HexFormat::isHexDigit)
        ? Optional.of(HexFormat.fromHexDigitsToLong(digits))
        : Optional.empty();
  }

  String format() {
    return "orbit_" + formatId(id) + "_" + secret;
  }

  String hash() {
    try {
      byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether that is this key's hash; takes as long when not. */
  boolean hasHash(String other) {
    return MessageDigest.isEqual(
        hash().getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "API key " + formatId(id);
  }
}
