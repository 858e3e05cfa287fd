package io.orbit.protocol.postgres;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.ScramVerifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677; channel binding
 * tls-server-end-point, RFC 5929) as PostgreSQL speaks it: the user name is the start-up message's,
 * the one in here is ignored. Pure; one exchange, one thread.
 */
final class ScramExchange {
  static final String PLAIN = "SCRAM-SHA-256";
  static final String PLUS = "SCRAM-SHA-256-PLUS";

  private static final String BINDING = "p=tls-server-end-point";

  private final ScramVerifier verifier;
  private final byte @Nullable [] endPoint;
  private final String serverNonce;
  private String gs2Header = "";
  private String clientFirstBare = "";
  private String serverFirst = "";
  private String nonce = "";

  /**
   * @param endPoint what binds the exchange to the TLS connection; null where there is nothing
   * @param serverNonce at least 18 random bytes in base 64
   */
  ScramExchange(ScramVerifier verifier, byte @Nullable [] endPoint, String serverNonce) {
    this.verifier = verifier;
    this.endPoint = endPoint;
    this.serverNonce = serverNonce;
  }

  private static OrbitException malformed(String detail) {
    return new OrbitException(ErrorCode.PROTOCOL_VIOLATION, "malformed SCRAM message")
        .withDetail(detail);
  }

  /**
   * The answer to the client's first message.
   *
   * @throws OrbitException PROTOCOL_VIOLATION, INVALID_AUTHORIZATION_SPECIFICATION
   */
  String first(String mechanism, String message) {
    boolean plus = mechanism.equals(PLUS);
    if (!plus && !mechanism.equals(PLAIN) || plus && endPoint == null) {
      throw new OrbitException(
          ErrorCode.PROTOCOL_VIOLATION, "client selected an invalid SASL authentication mechanism");
    }
    int flagEnd = message.indexOf(',');
    int headerEnd = message.indexOf(',', flagEnd + 1);
    if (flagEnd < 0 || headerEnd < 0) {
      throw malformed("The channel-binding flag is missing.");
    }
    checkBinding(plus, message.substring(0, flagEnd));
    if (headerEnd != flagEnd + 1) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "client uses authorization identity, but it is not supported");
    }
    gs2Header = message.substring(0, headerEnd + 1);
    clientFirstBare = message.substring(headerEnd + 1);
    if (clientFirstBare.startsWith("m=")) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "client requires an unsupported SCRAM extension");
    }
    String[] attributes = clientFirstBare.split(",", -1);
    if (attributes.length < 2 || !attributes[0].startsWith("n=")) {
      throw malformed("The user name is missing.");
    }
    String clientNonce = attribute(attributes[1], "r=");
    if (clientNonce.isEmpty() || !clientNonce.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw malformed("The nonce is not printable.");
    }
    nonce = clientNonce + serverNonce;
    serverFirst =
        "r="
            + nonce
            + ",s="
            + Base64.getEncoder().encodeToString(verifier.salt())
            + ",i="
            + verifier.iterations();
    return serverFirst;
  }

  private void checkBinding(boolean plus, String flag) {
    if (plus) {
      if (!flag.equals(BINDING)) {
        throw malformed("SCRAM-SHA-256-PLUS needs channel binding tls-server-end-point.");
      }
    } else if (flag.equals("y")) {
      if (endPoint != null) {
        throw new OrbitException(
                ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
                "SCRAM channel binding negotiation error")
            .withDetail(
                "The client supports SCRAM channel binding but thinks the server does not.");
      }
    } else if (!flag.equals("n")) {
      throw malformed("The channel-binding flag does not fit the mechanism.");
    }
  }

  private static String attribute(String text, String name) {
    if (!text.startsWith(name)) {
      throw malformed("Expected attribute " + name);
    }
    return text.substring(name.length());
  }

  /**
   * The answer to the client's last message.
   *
   * @return the server's signature; null when the password was wrong
   * @throws OrbitException PROTOCOL_VIOLATION
   */
  @Nullable String last(String message) {
    int proofAt = message.lastIndexOf(",p=");
    if (proofAt < 0) {
      throw malformed("The proof is missing.");
    }
    String withoutProof = message.substring(0, proofAt);
    String[] attributes = withoutProof.split(",", -1);
    byte[] binding = decode(attribute(attributes[0], "c="));
    if (!MessageDigest.isEqual(binding, expectedBinding())) {
      throw new OrbitException(
          ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, "SCRAM channel binding check failed");
    }
    if (attributes.length < 2 || !attribute(attributes[1], "r=").equals(nonce)) {
      throw malformed("The nonce does not match.");
    }
    byte[] proof = decode(message.substring(proofAt + 3));
    if (proof.length != verifier.storedKey().length) {
      throw malformed("The proof has a wrong length.");
    }
    byte[] authentication =
        (clientFirstBare + "," + serverFirst + "," + withoutProof).getBytes(StandardCharsets.UTF_8);
    byte[] signature = hmac(verifier.storedKey(), authentication);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= signature[i];
    }
    if (!MessageDigest.isEqual(sha256(proof), verifier.storedKey())) {
      return null;
    }
    return "v=" + Base64.getEncoder().encodeToString(hmac(verifier.serverKey(), authentication));
  }

  private byte[] expectedBinding() {
    byte[] header = gs2Header.getBytes(StandardCharsets.UTF_8);
    if (endPoint == null || !gs2Header.startsWith("p=")) {
      return header;
    }
    byte[] both = Arrays.copyOf(header, header.length + endPoint.length);
    System.arraycopy(endPoint, 0, both, header.length, endPoint.length);
    return both;
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw malformed("Not base 64.");
    }
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
