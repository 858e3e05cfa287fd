package io.orbit.identity.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.WebLogin.Begun;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gets the token that a code stands for (RFC 6749 §4.1.3, RFC 7636 §4.5). Thread-safe. */
final class CodeRedemption {
  private static final int OK = 200;
  private static final int FIRST_OF_SERVER = 500;

  private final Provider provider;

  CodeRedemption(Provider provider) {
    this.provider = provider;
  }

  /**
   * The id token.
   *
   * @throws OrbitException INVALID_PASSWORD when the provider refuses the code, CANNOT_CONNECT_NOW
   *     when it does not answer as it should
   */
  String redeem(URI endPoint, Begun begun, String code) {
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofMillis(provider.timeoutMillis()))
            .build()) {
      HttpResponse<String> answer =
          client.send(request(endPoint, begun, code), BodyHandlers.ofString());
      if (answer.statusCode() >= FIRST_OF_SERVER) {
        throw new IOException("the provider answers " + answer.statusCode());
      }
      if (answer.statusCode() != OK) {
        throw new OrbitException(
                ErrorCode.INVALID_PASSWORD, "the provider does not know the code of this log-in")
            .withHint("Begin the log-in again.");
      }
      String token = JSONObjectUtils.getString(JSONObjectUtils.parse(answer.body()), "id_token");
      if (token == null) {
        throw new IOException("the provider's answer has no id_token; is openid in the scope?");
      }
      return token;
    } catch (IOException | ParseException failure) {
      throw Discovery.unreachable(provider.issuer(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Discovery.unreachable(provider.issuer(), interrupted);
    }
  }

  private HttpRequest request(URI endPoint, Begun begun, String code) throws IOException {
    Map<String, String> fields = new TreeMap<>();
    fields.put("grant_type", "authorization_code");
    fields.put("code", code);
    fields.put("redirect_uri", begun.callback().toString());
    fields.put("code_verifier", begun.verifier());
    fields.put("client_id", provider.clientId());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endPoint)
            .timeout(Duration.ofMillis(provider.timeoutMillis()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json");
    if (!provider.clientSecretFile().isEmpty()) {
      String secret = Files.readString(Path.of(provider.clientSecretFile())).strip();
      String pair = encode(provider.clientId()) + ":" + encode(secret);
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
    }
    return request.POST(HttpRequest.BodyPublishers.ofString(form(fields))).build();
  }

  /** Fields as a form, or as a query. */
  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
