package io.orbit.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.orbit.api.security.Identity;
import java.net.URI;
import java.text.ParseException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether a token is the issuer's, for us and still holds (RFC 8725): signed by a published
 * key, with an algorithm of such keys (never {@code none}, never a shared secret), with the right
 * issuer and audience, within its time give or take a minute. Thread-safe.
 */
final class TokenVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(TokenVerifier.class);
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);
  private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

  private final URI issuer;
  private final Provider.Claims names;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  TokenVerifier(
      URI issuer, String audience, Provider.Claims names, JWKSource<SecurityContext> keys) {
    this.issuer = issuer;
    this.names = names;
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audience,
            new JWTClaimsSet.Builder().issuer(issuer.toString()).build(),
            Set.of("exp", names.user())));
  }

  /**
   * The claims of a token, when it holds.
   *
   * @throws io.orbit.api.error.OrbitException CANNOT_CONNECT_NOW when the keys cannot be had
   */
  Optional<JWTClaimsSet> verify(String token) {
    try {
      return Optional.of(processor.process(token, null));
    } catch (RemoteKeySourceException unreachable) {
      throw Discovery.unreachable(issuer, unreachable);
    } catch (ParseException | BadJOSEException | JOSEException refusal) {
      LOG.info("a token does not hold: {}", refusal.getMessage());
      return Optional.empty();
    }
  }

  /** Whom the claims of a token that holds are about. */
  Optional<Identity> identity(String provider, JWTClaimsSet claims) {
    return claims.getClaim(names.user()) instanceof String user && !user.isBlank()
        ? Optional.of(new Identity(provider, user, groups(claims)))
        : Optional.empty();
  }

  private Set<String> groups(JWTClaimsSet claims) {
    Set<String> groups = new TreeSet<>();
    words(valueAt(claims.getClaims(), names.roles()))
        .filter(word -> word.startsWith(names.rolesPrefix()))
        .map(word -> word.substring(names.rolesPrefix().length()))
        .filter(word -> !word.isEmpty())
        .forEach(groups::add);
    return groups;
  }

  /** A claim by its name, or by a path through objects. */
  private static @Nullable Object valueAt(Map<String, Object> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    Object at = claims;
    for (String step : path.split("\\.", -1)) {
      at = at instanceof Map<?, ?> object ? object.get(step) : null;
    }
    return at;
  }

  private static Stream<String> words(@Nullable Object value) {
    return switch (value) {
      case String text -> Stream.of(text.split(" "));
      case Collection<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast);
      case null, default -> Stream.empty();
    };
  }
}
