package io.orbit.identity.oidc;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Identity;
import io.orbit.api.security.WebLogin.Begun;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider: its tokens, and the log-in of browsers by it. Its keys are kept for a while;
 * a token by an unknown one makes it be asked again, twice a minute at most. Thread-safe.
 */
final class OpenIdProvider {
  private static final int LARGEST_DOCUMENT = 1 << 20;
  private static final int SECRET_BYTES = 32;
  private static final long BETWEEN_REFRESHES_MILLIS = 30_000;

  private final Provider provider;
  private final ResourceRetriever retriever;
  private final Discovery discovery;
  private final CodeRedemption redemption;
  private final SecureRandom random = new SecureRandom();
  private final Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
  private final ReentrantLock making = new ReentrantLock();
  private @Nullable JWKSource<SecurityContext> keys;

  OpenIdProvider(Provider provider) {
    this.provider = provider;
    this.retriever =
        new DefaultResourceRetriever(
            provider.timeoutMillis(), provider.timeoutMillis(), LARGEST_DOCUMENT);
    this.discovery = new Discovery(provider.issuer(), retriever);
    this.redemption = new CodeRedemption(provider);
  }

  /** Whom a bearer token is for. */
  Optional<Identity> byToken(String token) {
    if (provider.audience().isEmpty() || token.chars().filter(c -> c == '.').count() != 2) {
      return Optional.empty();
    }
    TokenVerifier verifier = verifier(provider.audience());
    return verifier
        .verify(token)
        .flatMap(claims -> verifier.identity(OidcIdentityProvider.NAME, claims));
  }

  private TokenVerifier verifier(String audience) {
    return new TokenVerifier(provider.issuer(), audience, provider.claims(), keys());
  }

  /** The source of keys, made when first needed: where they are may have to be asked. */
  private JWKSource<SecurityContext> keys() {
    making.lock();
    try {
      JWKSource<SecurityContext> known = keys;
      if (known == null) {
        URI address =
            provider.jwksUrl().isEmpty()
                ? discovery.endPoints().keys()
                : URI.create(provider.jwksUrl());
        known =
            JWKSourceBuilder.create(address.toURL(), retriever)
                .cache(provider.keysMillis(), 3L * provider.timeoutMillis())
                .refreshAheadCache(false)
                .rateLimited(BETWEEN_REFRESHES_MILLIS)
                .build();
        keys = known;
      }
      return known;
    } catch (MalformedURLException malformed) {
      throw Discovery.unreachable(provider.issuer(), malformed);
    } finally {
      making.unlock();
    }
  }

  /** Begins a log-in of a browser. */
  Begun begin(URI callback) {
    URI page = discovery.endPoints().authorization();
    String state = secret();
    String nonce = secret();
    String verifier = secret();
    Map<String, String> fields = new TreeMap<>();
    fields.put("response_type", "code");
    fields.put("client_id", provider.clientId());
    fields.put("redirect_uri", callback.toString());
    fields.put("scope", provider.scope());
    fields.put("state", state);
    fields.put("nonce", nonce);
    fields.put("code_challenge", challenge(verifier));
    fields.put("code_challenge_method", "S256");
    String query = CodeRedemption.form(fields);
    String separator = page.getRawQuery() == null ? "?" : "&";
    return new Begun(URI.create(page + separator + query), callback, state, nonce, verifier);
  }

  /** Ends it: who came back with that code. */
  Identity finish(Begun begun, String code) {
    String token = redemption.redeem(discovery.endPoints().token(), begun, code);
    TokenVerifier verifier = verifier(provider.clientId());
    Function<JWTClaimsSet, Optional<Identity>> about =
        claims ->
            begun.nonce().equals(claims.getClaim("nonce"))
                ? verifier.identity(OidcIdentityProvider.NAME, claims)
                : Optional.empty();
    return verifier
        .verify(token)
        .flatMap(about)
        .orElseThrow(
            () ->
                new OrbitException(
                        ErrorCode.INVALID_PASSWORD, "the provider's token does not hold here")
                    .withHint("The server's log tells why."));
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return base64.encodeToString(bytes);
  }

  private String challenge(String verifier) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return base64.encodeToString(sha256.digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
