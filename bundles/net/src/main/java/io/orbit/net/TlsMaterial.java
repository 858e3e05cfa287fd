package io.orbit.net;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.orbit.net.NetConfiguration.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificate and key that all listeners show, read again when their files change; a change that
 * cannot be read is logged and the old material stays. Thread-safe.
 */
final class TlsMaterial {
  private static final Logger LOG = LoggerFactory.getLogger(TlsMaterial.class);
  private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Handshake arithmetic runs beside the event loop. */
  private static final Executor ARITHMETIC =
      task ->
          Thread.ofVirtual().name("orbit-tls").inheritInheritableThreadLocals(false).start(task);

  private final TlsFiles files;
  private double expiresAt = Double.NaN;
  private final Path certificate;
  private final Path key;
  private @Nullable SslContext context;
  private List<FileTime> seen = List.of();
  private long lookedAt;

  TlsMaterial(TlsFiles files) {
    this.files = files;
    Path given = files.certificate();
    Path givenKey = files.key();
    certificate = given == null ? files.directory().resolve("server.crt") : given;
    key = givenKey == null ? files.directory().resolve("server.key") : givenKey;
  }

  /**
   * Reads, and if need be makes, the material; so that no event loop has to.
   *
   * @throws IOException when it cannot be read, saying which file and why
   */
  synchronized void prepare() throws IOException {
    if (context != null) {
      return;
    }
    if (files.certificate() == null && !(Files.exists(certificate) && Files.exists(key))) {
      SelfSignedCertificate.write(certificate, key);
      LOG.info("Made a self-signed certificate: {}", certificate);
    }
    seen = fileTimes();
    context = load();
    lookedAt = System.nanoTime();
  }

  SslHandler newHandler(Channel channel) {
    return current().newHandler(channel.alloc(), ARITHMETIC);
  }

  private synchronized SslContext current() {
    SslContext known = context;
    if (known == null) {
      throw new IllegalStateException("prepare() has not been called");
    }
    long now = System.nanoTime();
    if (now - lookedAt >= LOOK_EVERY_NANOS) {
      lookedAt = now;
      try {
        List<FileTime> times = fileTimes();
        if (!times.equals(seen)) {
          seen = times;
          known = load();
          context = known;
          LOG.info("Read changed TLS material: {}", certificate);
        }
      } catch (IOException e) {
        LOG.error("Changed TLS material cannot be used, the old one stays", e);
      }
    }
    return known;
  }

  /**
   * When the certificate that is in use expires, in seconds since 1970; NaN before there is one.
   */
  synchronized double expiresAt() {
    return expiresAt;
  }

  private static double expiry(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Certificate first = CertificateFactory.getInstance("X.509").generateCertificate(in);
      return first instanceof X509Certificate x509
          ? x509.getNotAfter().toInstant().getEpochSecond()
          : Double.NaN;
    } catch (CertificateException unreadable) {
      throw new IOException(unreadable);
    }
  }

  private List<FileTime> fileTimes() throws IOException {
    List<FileTime> times = new ArrayList<>();
    times.add(Files.getLastModifiedTime(certificate));
    times.add(Files.getLastModifiedTime(key));
    Path authority = files.clientAuthority();
    if (authority != null) {
      times.add(Files.getLastModifiedTime(authority));
    }
    return times;
  }

  private synchronized SslContext load() throws IOException {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(certificate.toFile(), key.toFile())
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2");
      Path authority = files.clientAuthority();
      if (authority != null) {
        builder.trustManager(authority.toFile()).clientAuth(ClientAuth.OPTIONAL);
      }
      SslContext built = builder.build();
      expiresAt = expiry(certificate);
      return built;
    } catch (IllegalArgumentException | IOException e) {
      throw new IOException(
          "TLS certificate %s and key %s cannot be used: %s"
              .formatted(certificate, key, e.getMessage()),
          e);
    }
  }
}
