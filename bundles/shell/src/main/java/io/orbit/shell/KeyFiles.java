package io.orbit.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Key pairs (ECDSA on P-256) in files that only the server's user may read: the private key as PEM
 * (PKCS #8), which OpenSSH takes by {@code -i}, and the public key (X.509) after it, since PKCS #8
 * leaves it out.
 */
final class KeyFiles {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (PRIVATE|PUBLIC) KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1 KEY-----");

  private KeyFiles() {}

  /**
   * The key pair in a file, which is made when it is not there.
   *
   * @throws IOException when the file cannot be read or written, or holds something else
   */
  static KeyPair provide(Path file) throws IOException {
    try {
      if (Files.exists(file)) {
        return read(Files.readString(file));
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      write(
          file,
          pem("PRIVATE", pair.getPrivate().getEncoded())
              + pem("PUBLIC", pair.getPublic().getEncoded()));
      return pair;
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw new IOException(
          "The key in "
              + file
              + " cannot be used; remove the file and the next start makes a new one: "
              + unusable.getMessage(),
          unusable);
    }
  }

  private static KeyPair read(String text) throws GeneralSecurityException {
    byte[] privateKey = new byte[0];
    byte[] publicKey = new byte[0];
    for (Matcher matcher = PEM.matcher(text); matcher.find(); ) {
      byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(2).strip());
      if (matcher.group(1).equals("PRIVATE")) {
        privateKey = encoded;
      } else {
        publicKey = encoded;
      }
    }
    KeyFactory factory = KeyFactory.getInstance("EC");
    return new KeyPair(
        factory.generatePublic(new X509EncodedKeySpec(publicKey)),
        factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
  }

  private static String pem(String kind, byte[] encoded) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %s KEY-----\n%s\n-----END %1$s KEY-----\n".formatted(kind, lines);
  }

  private static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
    FileAttribute<?>[] attributes =
        Files.getFileStore(folder).supportsFileAttributeView("posix")
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owner)}
            : new FileAttribute<?>[0];
    Path draft = Files.createTempFile(folder, "key", ".new", attributes);
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
