package io.orbit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedCertificateTest {
  @TempDir Path directory;

  @Test
  void makesACertificateThatJavaAccepts() throws Exception {
    Path file = directory.resolve("tls/server.crt");
    Path key = directory.resolve("tls/server.key");
    SelfSignedCertificate.write(file, key);
    X509Certificate certificate;
    try (InputStream stream = Files.newInputStream(file)) {
      certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
    }
    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity();
    certificate.checkValidity(Date.from(Instant.now().plus(3_000, ChronoUnit.DAYS)));
    assertThat(certificate.getVersion()).isEqualTo(3);
    assertThat(certificate.getSerialNumber().signum()).isEqualTo(1);
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=orbit");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getSubjectAlternativeNames().toString())
        .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(Files.getPosixFilePermissions(key))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }
}
