package io.orbit.kernel.security;

import com.ongres.saslprep.SASLprep;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.ScramVerifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM-SHA-256 verifiers (RFC 5802 section 3, RFC 7677) and their text form, which is PostgreSQL's
 * ({@code SCRAM-SHA-256$iterations:salt$stored:server}, RFC 5803's parts). Passwords are prepared
 * by SASLprep (RFC 4013); one that it prohibits is taken as it is, as PostgreSQL's client and
 * server do. Stateless.
 */
final class Scram {
  /** RFC 7677 section 4; PostgreSQL's default. */
  static final int MINIMUM_ITERATIONS = 4096;

  private static final int SALT_BYTES = 16;
  private static final int KEY_BITS = 256;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final SASLprep PREPARATION = new SASLprep();
  private static final Pattern TEXT_FORM =
      Pattern.compile("SCRAM-SHA-256\\$(\\d{1,9}):([A-Za-z0-9+/=]+)\\$([^:]+):(.+)");

  private Scram() {}

  /**
   * A verifier for a new password, with a salt of its own.
   *
   * @throws OrbitException INVALID_PARAMETER_VALUE for an empty password
   */
  static ScramVerifier create(String password, int iterations) {
    if (password.isEmpty()) {
      throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, "a password must not be empty");
    }
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return derive(password, salt, iterations);
  }

  static ScramVerifier derive(String password, byte[] salt, int iterations) {
    byte[] salted = saltedPassword(password, salt, iterations);
    byte[] storedKey = sha256(hmac(salted, "Client Key"));
    return new ScramVerifier(iterations, salt, storedKey, hmac(salted, "Server Key"));
  }

  /** True when the password is the verifier's; takes as long when it is not. */
  static boolean matches(ScramVerifier verifier, String password) {
    ScramVerifier derived = derive(password, verifier.salt(), verifier.iterations());
    return MessageDigest.isEqual(derived.storedKey(), verifier.storedKey())
        & MessageDigest.isEqual(derived.serverKey(), verifier.serverKey());
  }

  /** What a user without a password shows: always the same for the name, and nothing fits it. */
  static ScramVerifier madeUp(byte[] secret, String user, int iterations) {
    byte[] salt = Arrays.copyOf(hmac(secret, "salt of " + user), SALT_BYTES);
    return new ScramVerifier(
        iterations,
        salt,
        hmac(secret, "stored key of " + user),
        hmac(secret, "server key of " + user));
  }

  static String format(ScramVerifier verifier) {
    Base64.Encoder base64 = Base64.getEncoder();
    return "SCRAM-SHA-256$%d:%s$%s:%s"
        .formatted(
            verifier.iterations(),
            base64.encodeToString(verifier.salt()),
            base64.encodeToString(verifier.storedKey()),
            base64.encodeToString(verifier.serverKey()));
  }

  /**
   * @throws OrbitException INVALID_PARAMETER_VALUE when the text is no verifier
   */
  static ScramVerifier parse(String text) {
    Matcher matcher = TEXT_FORM.matcher(text);
    if (matcher.matches()) {
      try {
        Base64.Decoder base64 = Base64.getDecoder();
        ScramVerifier verifier =
            new ScramVerifier(
                Integer.parseInt(matcher.group(1)),
                base64.decode(matcher.group(2)),
                base64.decode(matcher.group(3)),
                base64.decode(matcher.group(4)));
        if (verifier.iterations() > 0
            && verifier.storedKey().length * Byte.SIZE == KEY_BITS
            && verifier.serverKey().length * Byte.SIZE == KEY_BITS) {
          return verifier;
        }
      } catch (IllegalArgumentException noBase64) {
        throw invalid(noBase64);
      }
    }
    throw invalid(null);
  }

  private static OrbitException invalid(@Nullable Throwable cause) {
    String message = "invalid SCRAM-SHA-256 verifier";
    return cause == null
        ? new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, message)
        : new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, message, cause);
  }

  /** True for the text form of a verifier, which is then taken instead of a password. */
  static boolean isVerifier(String text) {
    return TEXT_FORM.matcher(text).matches();
  }

  private static byte[] saltedPassword(String password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(prepare(password).toCharArray(), salt, iterations, KEY_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw missingAlgorithm(e);
    } finally {
      spec.clearPassword();
    }
  }

  private static String prepare(String password) {
    try {
      return PREPARATION.prepareStored(password);
    } catch (IllegalArgumentException prohibited) {
      return password;
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw missingAlgorithm(e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw missingAlgorithm(e);
    }
  }

  private static IllegalStateException missingAlgorithm(GeneralSecurityException cause) {
    return new IllegalStateException("every Java has SHA-256, HMAC and PBKDF2", cause);
  }
}
