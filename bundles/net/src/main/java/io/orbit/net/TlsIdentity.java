package io.orbit.net;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Who stands at both ends of a TLS connection.
 *
 * @param serverEndPoint channel binding tls-server-end-point (RFC 5929, section 4), or null where
 *     the certificate's signature has no single hash
 * @param clientName common name of the client's verified certificate, or null
 */
record TlsIdentity(byte @Nullable [] serverEndPoint, @Nullable String clientName) {

  /** Of a channel whose handshake is over. */
  static TlsIdentity of(Channel channel) {
    SSLSession session = channel.pipeline().get(SslHandler.class).engine().getSession();
    Certificate[] own = session.getLocalCertificates();
    byte[] hash =
        own != null && own.length > 0 && own[0] instanceof X509Certificate certificate
            ? endPointHash(certificate)
            : null;
    return new TlsIdentity(hash, clientName(session));
  }

  private static byte @Nullable [] endPointHash(X509Certificate certificate) {
    String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    int with = signature.indexOf("WITH");
    if (with < 0) {
      return null;
    }
    String hash = signature.substring(0, with);
    String algorithm =
        switch (hash) {
          case "MD5", "SHA1", "SHA256" -> "SHA-256";
          case "SHA224", "SHA384", "SHA512" -> "SHA-" + hash.substring(3);
          default -> hash;
        };
    try {
      return MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      return null;
    }
  }

  private static @Nullable String clientName(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      if (chain.length > 0 && chain[0] instanceof X509Certificate certificate) {
        LdapName name = new LdapName(certificate.getSubjectX500Principal().getName());
        for (Rdn part : name.getRdns()) {
          if (part.getType().equalsIgnoreCase("CN")) {
            return String.valueOf(part.getValue());
          }
        }
      }
      return null;
    } catch (SSLPeerUnverifiedException | InvalidNameException e) {
      return null;
    }
  }
}
