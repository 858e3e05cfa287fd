package io.orbit.client.connect;

import io.orbit.client.ClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS to a server. The certificate of a server on this machine is taken from its data folder, and
 * none but that is trusted; any other server's has to be signed by an authority that the JVM knows,
 * for the name that was asked for.
 */
public final class Tls {
  private static final String OWN = "orbit";

  private Tls() {}

  /** Trusts what the endpoint says. */
  public static SSLContext context(Endpoint endpoint) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(endpoint.certificate().isPresent() ? store(endpoint.certificate().get()) : null);
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException failure) {
      throw new ClientException("TLS cannot be set up: " + failure.getMessage(), failure);
    }
  }

  /** Makes a connected socket an encrypted one. */
  public static Socket over(Socket socket, Endpoint endpoint) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            context(endpoint)
                .getSocketFactory()
                .createSocket(socket, endpoint.host(), endpoint.port(), true);
    if (endpoint.certificate().isEmpty()) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
    }
    secure.startHandshake();
    return secure;
  }

  private static KeyStore store(Path certificate) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream file = Files.newInputStream(certificate)) {
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
        store.setCertificateEntry(OWN + count++, each);
      }
    }
    return store;
  }
}
