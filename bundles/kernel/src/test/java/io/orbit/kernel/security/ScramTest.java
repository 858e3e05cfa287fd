package io.orbit.kernel.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.error.OrbitException;
import io.orbit.api.security.ScramVerifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ScramTest {
  /** RFC 7677, section 3. */
  @Test
  void verifiesTheExchangeOfTheStandardsExample() throws Exception {
    byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    ScramVerifier verifier = Scram.derive("pencil", salt, 4096);
    String message =
        "n=user,r=rOprNGfwEbeRWgbNEkqO,"
            + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
            + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    byte[] proof = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    byte[] clientSignature = hmac(verifier.storedKey(), message);
    byte[] clientKey = new byte[proof.length];
    for (int i = 0; i < proof.length; i++) {
      clientKey[i] = (byte) (proof[i] ^ clientSignature[i]);
    }
    assertThat(MessageDigest.getInstance("SHA-256").digest(clientKey))
        .isEqualTo(verifier.storedKey());
    assertThat(Base64.getEncoder().encodeToString(hmac(verifier.serverKey(), message)))
        .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  @Test
  void theTextFormIsPostgresqls() {
    ScramVerifier verifier = Scram.create("p$:=,ä", 4096);
    String text = Scram.format(verifier);
    assertThat(text).matches("SCRAM-SHA-256\\$4096:[^$:]+\\$[^$:]+:[^$:]+");
    assertThat(Scram.isVerifier(text)).isTrue();
    assertThat(Scram.matches(Scram.parse(text), "p$:=,ä")).isTrue();
    assertThat(Scram.matches(Scram.parse(text), "p$:=,a")).isFalse();
    assertThat(Scram.format(Scram.create("p$:=,ä", 4096))).isNotEqualTo(text);
  }

  /** RFC 4013: I X is IX with a soft hyphen, ª is a, Ⅸ is IX. */
  @Test
  void passwordsThatLookTheSameAreTheSame() {
    assertThat(Scram.matches(Scram.create("I\u00ADX", 4096), "IX")).isTrue();
    assertThat(Scram.matches(Scram.create("\u2168", 4096), "IX")).isTrue();
    assertThat(Scram.matches(Scram.create("\u00AA", 4096), "a")).isTrue();
    assertThat(Scram.matches(Scram.create("user", 4096), "USER")).isFalse();
  }

  @Test
  void aPasswordThatMayNotBePreparedIsTakenAsItIs() {
    String control = "a\u0007b";
    assertThat(Scram.matches(Scram.create(control, 4096), control)).isTrue();
    assertThat(Scram.matches(Scram.create(control, 4096), "ab")).isFalse();
  }

  @Test
  void aMadeUpVerifierIsAlwaysTheSameAndFitsNothing() {
    byte[] secret = "secret of this store, 32 bytes..".getBytes(StandardCharsets.UTF_8);
    ScramVerifier nobody = Scram.madeUp(secret, "nobody", 4096);
    assertThat(Scram.format(Scram.madeUp(secret, "nobody", 4096))).isEqualTo(Scram.format(nobody));
    assertThat(Scram.madeUp(secret, "somebody", 4096).salt()).isNotEqualTo(nobody.salt());
    assertThat(Scram.matches(nobody, "")).isFalse();
    assertThat(nobody.salt()).hasSameSizeAs(Scram.create("x", 4096).salt());
  }

  @Test
  void whatIsNoVerifierIsRefused() {
    for (String text :
        new String[] {
          "", "md5abc", "SCRAM-SHA-256$4096:c2FsdA==$AAAA:AAAA", "SCRAM-SHA-256$0:!$!:!"
        }) {
      assertThatExceptionOfType(OrbitException.class).isThrownBy(() -> Scram.parse(text));
    }
    assertThatExceptionOfType(OrbitException.class).isThrownBy(() -> Scram.create("", 4096));
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
