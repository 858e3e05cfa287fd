package io.orbit.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Identity;
import io.orbit.api.security.WebLogin.Begun;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenIdProviderTest {
  private static final String AUDIENCE = "orbit-api";
  private static final String CLIENT = "orbit-console";
  private static final URI CALLBACK = URI.create("http://127.0.0.1:8080/callback");

  private TestIssuer issuer;
  private OpenIdProvider provider;

  @BeforeEach
  void start() throws Exception {
    issuer = new TestIssuer();
    provider = provider(new Provider.Claims("sub", "realm_access.roles", "db-"));
  }

  private OpenIdProvider provider(Provider.Claims claims) {
    return new OpenIdProvider(
        new Provider(
            URI.create(issuer.issuer()), AUDIENCE, "", claims, CLIENT, "", "openid", 5000, 60_000));
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private void holds(String token) {
    assertThat(provider.byToken(token)).isPresent();
  }

  private void holdsNot(String token) {
    assertThat(provider.byToken(token)).isEmpty();
  }

  @Test
  void aTokenTellsWhoAndInWhichRoles() throws Exception {
    Map<String, Object> realm = Map.of("roles", List.of("db-readers", "other", "db-"));
    Identity alice =
        provider
            .byToken(issuer.sign(issuer.claims(AUDIENCE).claim("realm_access", realm).build()))
            .orElseThrow();
    assertThat(alice).isEqualTo(new Identity("oidc", "alice", java.util.Set.of("readers")));
    OpenIdProvider flat = provider(new Provider.Claims("email", "scope", ""));
    Identity bob =
        flat.byToken(
                issuer.sign(
                    issuer
                        .claims(AUDIENCE)
                        .claim("email", "bob@example.org")
                        .claim("scope", "readers writers")
                        .build()))
            .orElseThrow();
    assertThat(bob.user()).isEqualTo("bob@example.org");
    assertThat(bob.groups()).containsExactlyInAnyOrder("readers", "writers");
  }

  @Test
  void itHoldsOnlyForUsFromItsIssuerAndInItsTime() throws Exception {
    holds(issuer.sign(issuer.claims(AUDIENCE).build()));
    holdsNot(issuer.sign(issuer.claims("another").build()));
    holdsNot(issuer.sign(issuer.claims(AUDIENCE).issuer("https://example.org").build()));
    Date past = Date.from(Instant.now().minusSeconds(120));
    Date future = Date.from(Instant.now().plusSeconds(120));
    holdsNot(issuer.sign(issuer.claims(AUDIENCE).expirationTime(past).build()));
    holdsNot(issuer.sign(issuer.claims(AUDIENCE).expirationTime(null).build()));
    holdsNot(issuer.sign(issuer.claims(AUDIENCE).notBeforeTime(future).build()));
    holdsNot(issuer.sign(issuer.claims(AUDIENCE).subject(null).build()));
    holdsNot("not.a.token");
    holdsNot("nothing");
  }

  @Test
  void nobodySignsButTheIssuer() throws Exception {
    JWTClaimsSet claims = issuer.claims(AUDIENCE).build();
    holdsNot(new PlainJWT(claims).serialize());
    holdsNot(TestIssuer.sign(claims, TestIssuer.newKey("first")));
    SignedJWT shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    shared.sign(new MACSigner(new byte[32]));
    holdsNot(shared.serialize());
    String good = issuer.sign(claims);
    String[] parts = good.split("\\.");
    String forged =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("alice", "orbit");
    parts[1] =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(forged.getBytes(StandardCharsets.UTF_8));
    holdsNot(String.join(".", parts));
    holds(good);
  }

  @Test
  void keysAreKeptAndANewOneIsFoundAtOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      holds(issuer.sign(issuer.claims(AUDIENCE).build()));
    }
    assertThat(issuer.keyRequests).hasValue(1);
    String old = issuer.sign(issuer.claims(AUDIENCE).build());
    issuer.rotate("second");
    holds(issuer.sign(issuer.claims(AUDIENCE).build()));
    holdsNot(old);
    int asked = issuer.keyRequests.get();
    for (int i = 0; i < 50; i++) {
      holdsNot(TestIssuer.sign(issuer.claims(AUDIENCE).build(), TestIssuer.newKey("x" + i)));
    }
    assertThat(issuer.keyRequests.get()).as("nobody makes us ask on and on").isLessThan(asked + 3);
  }

  @Test
  void anIssuerThatIsNotThereIsNoWrongToken() throws Exception {
    String token = issuer.sign(issuer.claims(AUDIENCE).build());
    issuer.close();
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(() -> provider.byToken(token))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANNOT_CONNECT_NOW));
  }

  // ---- log-in of browsers

  @Test
  void aBrowserComesBackWithACode() throws Exception {
    Begun begun = provider.begin(CALLBACK);
    Map<String, String> asked = TestIssuer.query(begun.address());
    assertThat(asked)
        .containsEntry("tenant", "1")
        .containsEntry("client_id", CLIENT)
        .containsEntry("redirect_uri", CALLBACK.toString())
        .containsEntry("state", begun.state())
        .containsEntry("nonce", begun.nonce())
        .containsEntry("code_challenge_method", "S256");
    assertThat(begun.toString()).doesNotContain(begun.verifier());
    issuer.tokens.put(
        "code", issuer.sign(issuer.claims(CLIENT).claim("nonce", begun.nonce()).build()));

    assertThat(provider.finish(begun, "code").user()).isEqualTo("alice");
    Map<String, String> form = issuer.redeemed.get("code");
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(form.get("code_verifier").getBytes(StandardCharsets.US_ASCII));
    assertThat(asked)
        .containsEntry(
            "code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    assertThat(form).containsEntry("redirect_uri", CALLBACK.toString());
  }

  @Test
  void anotherLogInsTokenAndAnUnknownCodeAreRefused() throws Exception {
    Begun begun = provider.begin(CALLBACK);
    issuer.tokens.put("stolen", issuer.sign(issuer.claims(CLIENT).claim("nonce", "x").build()));
    issuer.tokens.put(
        "bearer", issuer.sign(issuer.claims(AUDIENCE).claim("nonce", begun.nonce()).build()));
    for (String code : List.of("stolen", "bearer", "unknown")) {
      assertThatExceptionOfType(OrbitException.class)
          .isThrownBy(() -> provider.finish(begun, code))
          .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_PASSWORD));
    }
    assertThat(provider.begin(CALLBACK).state()).isNotEqualTo(begun.state());
  }

  @Test
  void keysThatAnybodyCouldExchangeAreNotFetched() {
    Provider.Claims claims = new Provider.Claims("sub", "", "");
    for (String unsafe : List.of("http://example.org", "file:///etc/passwd", "", "https:")) {
      assertThatIllegalArgumentException()
          .as(unsafe)
          .isThrownBy(
              () ->
                  new Provider(
                      URI.create(unsafe), AUDIENCE, "", claims, "", "", "openid", 5000, 1000));
    }
  }
}
