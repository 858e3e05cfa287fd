package io.orbit.identity.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the issuer says of itself (OpenID Connect Discovery 1.0 §4), asked when first needed and
 * kept from then on. Thread-safe.
 */
final class Discovery {
  private static final String DOCUMENT = "/.well-known/openid-configuration";

  private final URI issuer;
  private final ResourceRetriever retriever;
  private volatile @Nullable EndPoints known;

  /** Where to go for what. */
  record EndPoints(URI authorization, URI token, URI keys) {}

  Discovery(URI issuer, ResourceRetriever retriever) {
    this.issuer = issuer;
    this.retriever = retriever;
  }

  /**
   * @throws OrbitException CANNOT_CONNECT_NOW when it does not answer as it should
   */
  EndPoints endPoints() {
    EndPoints before = known;
    if (before == null) {
      before = ask();
      known = before;
    }
    return before;
  }

  private EndPoints ask() {
    String own = issuer.toString();
    try {
      URI document =
          URI.create((own.endsWith("/") ? own.substring(0, own.length() - 1) : own) + DOCUMENT);
      Map<String, Object> said =
          JSONObjectUtils.parse(retriever.retrieveResource(document.toURL()).getContent());
      if (!own.equals(JSONObjectUtils.getString(said, "issuer"))) {
        throw new ParseException("the document is another issuer's", 0);
      }
      return new EndPoints(
          address(said, "authorization_endpoint"),
          address(said, "token_endpoint"),
          address(said, "jwks_uri"));
    } catch (IOException | ParseException | IllegalArgumentException failure) {
      throw unreachable(issuer, failure);
    }
  }

  private static URI address(Map<String, Object> said, String name) throws ParseException {
    String text = JSONObjectUtils.getString(said, name);
    if (text == null) {
      throw new ParseException("no " + name, 0);
    }
    return Provider.requireSafe(URI.create(text));
  }

  static OrbitException unreachable(URI issuer, Exception cause) {
    return new OrbitException(
            ErrorCode.CANNOT_CONNECT_NOW, "the provider " + issuer + " cannot be asked now", cause)
        .withHint("The server's log tells why.");
  }
}
