package io.orbit.net;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for a server that was given none: X.509 version 3 (RFC 5280, section 4.1), ECDSA on
 * P-256 with SHA-256, for this host's names and loopback, good for ten years. It keeps a listener
 * from eavesdroppers; it proves nothing about who the server is until a client pins it.
 */
final class SelfSignedCertificate {
  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final Duration VALIDITY = Duration.ofDays(3650);

  private SelfSignedCertificate() {}

  /**
   * Makes both files; the key is readable by its owner only.
   *
   * @throws IOException when they cannot be written
   */
  static void write(Path certificate, Path key) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      writePrivately(key, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      writePrivately(certificate, pem("CERTIFICATE", certificate(pair, Instant.now())));
    } catch (GeneralSecurityException e) {
      throw new IOException("This Java runtime cannot make a certificate", e);
    }
  }

  private static byte[] certificate(KeyPair pair, Instant now) throws GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.objectIdentifier(ECDSA_WITH_SHA256));
    byte[] name =
        Der.sequence(Der.set(Der.sequence(Der.objectIdentifier(COMMON_NAME), Der.text("orbit"))));
    byte[] toBeSigned =
        Der.sequence(
            Der.value(0xa0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(126, new SecureRandom()).setBit(126)),
            algorithm,
            name,
            Der.sequence(Der.time(now.minus(Duration.ofDays(1))), Der.time(now.plus(VALIDITY))),
            name,
            pair.getPublic().getEncoded(),
            Der.value(0xa3, Der.sequence(alternativeNames(), noAuthority())));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(toBeSigned);
    return Der.sequence(toBeSigned, algorithm, Der.bits(signature.sign()));
  }

  private static byte[] alternativeNames() {
    List<byte[]> names = new ArrayList<>();
    names.add(dnsName("localhost"));
    try {
      names.add(dnsName(InetAddress.getLocalHost().getHostName()));
    } catch (UnknownHostException e) {
      // The host does not know its own name: loopback has to do.
    }
    names.add(Der.value(0x87, InetAddress.ofLiteral("127.0.0.1").getAddress()));
    names.add(Der.value(0x87, InetAddress.ofLiteral("::1").getAddress()));
    return Der.sequence(
        Der.objectIdentifier(SUBJECT_ALTERNATIVE_NAME),
        Der.octets(Der.sequence(names.toArray(byte[][]::new))));
  }

  private static byte[] dnsName(String name) {
    return Der.value(0x82, name.getBytes(StandardCharsets.US_ASCII));
  }

  /** Its own issuer, but no authority for others: an empty BasicConstraints, critical. */
  private static byte[] noAuthority() {
    return Der.sequence(
        Der.objectIdentifier(BASIC_CONSTRAINTS), Der.truth(), Der.octets(Der.sequence()));
  }

  private static String pem(String label, byte[] content) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(label, body, label)
        .replace("\r", "");
  }

  private static void writePrivately(Path file, String content) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path fresh =
        Files.createTempFile(
            directory,
            "new",
            ".pem",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, content.getBytes(StandardCharsets.US_ASCII));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
