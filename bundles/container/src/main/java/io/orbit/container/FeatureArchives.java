package io.orbit.container;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The feature repositories: the distribution's, and those that uploaded archives (KAR) brought into
 * the data folder. Callers serialise changes.
 */
final class FeatureArchives {
  /** Uncompressed; no archive of ours comes near it. */
  private static final long MAXIMUM_SIZE = 1L << 30;

  private static final String ARTIFACTS = "repository/";
  private static final String FEATURES_SUFFIX = "-features.xml";

  private final Path folder;
  private final URI distribution;

  /**
   * The repositories of a server.
   *
   * @param folder where uploaded artifacts lie, as a Maven repository
   * @param home the distribution
   */
  FeatureArchives(Path folder, Path home) {
    this.folder = folder;
    this.distribution = home.resolve("etc/features.xml").toUri();
  }

  /** The distribution's own repository. */
  URI distribution() {
    return distribution;
  }

  /** All repositories. */
  Set<URI> repositories() throws IOException {
    Set<URI> repositories = new TreeSet<>();
    repositories.add(distribution);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(file -> file.getFileName().toString().endsWith(FEATURES_SUFFIX))
            .forEach(file -> repositories.add(file.toUri()));
      }
    }
    return repositories;
  }

  /**
   * Takes an archive's artifacts over.
   *
   * @param sha256 expected digest in hexadecimal, or empty
   * @return the feature repositories it brought
   */
  Set<URI> add(InputStream kar, String sha256) throws IOException {
    Files.createDirectories(folder);
    Path received = Files.createTempFile(folder, "upload", ".kar");
    try {
      String digest = receive(kar, received);
      if (!sha256.isEmpty() && !sha256.equalsIgnoreCase(digest)) {
        throw refused("its SHA-256 is " + digest + " and not " + sha256);
      }
      try (ZipFile zip = new ZipFile(received.toFile())) {
        requireSane(zip);
        return unpack(zip);
      } catch (ZipException malformed) {
        throw new OrbitException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "the archive is no KAR: " + malformed.getMessage(),
            malformed);
      }
    } finally {
      Files.delete(received);
    }
  }

  /** Forgets a repository; the artifacts it named stay and do no harm. */
  void remove(URI repository) throws IOException {
    Files.deleteIfExists(Path.of(repository));
  }

  private static String receive(InputStream kar, Path received) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(received), digest)) {
      byte[] buffer = new byte[1 << 16];
      long size = 0;
      for (int length = kar.read(buffer); length >= 0; length = kar.read(buffer)) {
        size += length;
        if (size > MAXIMUM_SIZE) {
          throw refused("it is larger than " + (MAXIMUM_SIZE >> 20) + " MB");
        }
        out.write(buffer, 0, length);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Looks at every entry before the first one is written. */
  private void requireSane(ZipFile zip) {
    boolean features = false;
    long size = 0;
    for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
      ZipEntry entry = entries.nextElement();
      String name = entry.getName();
      size += Math.max(entry.getSize(), 0);
      if (name.startsWith(ARTIFACTS) && !target(name).startsWith(folder)) {
        throw refused("its entry " + name + " leads out of the repository");
      }
      if (name.startsWith("resources/")) {
        throw refused("it brings resources for the distribution, which is not to be written");
      }
      features |= name.startsWith(ARTIFACTS) && name.endsWith(FEATURES_SUFFIX);
    }
    if (!features) {
      throw refused("it brings no repository/…" + FEATURES_SUFFIX);
    }
    if (size > MAXIMUM_SIZE) {
      throw refused("it is larger than " + (MAXIMUM_SIZE >> 20) + " MB");
    }
  }

  private Set<URI> unpack(ZipFile zip) throws IOException {
    Set<URI> repositories = new TreeSet<>();
    long left = MAXIMUM_SIZE;
    for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
      ZipEntry entry = entries.nextElement();
      if (entry.isDirectory() || !entry.getName().startsWith(ARTIFACTS)) {
        continue;
      }
      Path target = target(entry.getName());
      Files.createDirectories(target.getParent());
      Path draft = Files.createTempFile(target.getParent(), "unpack", ".new");
      try (InputStream in = zip.getInputStream(entry)) {
        // A size that an entry declares may lie; what it unpacks to does not.
        byte[] content = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
        left -= content.length;
        if (left < 0) {
          throw refused("it is larger than " + (MAXIMUM_SIZE >> 20) + " MB");
        }
        Files.write(draft, content);
        Files.move(
            draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
      if (entry.getName().endsWith(FEATURES_SUFFIX)) {
        repositories.add(target.toUri());
      }
    }
    return repositories;
  }

  private Path target(String entry) {
    return folder.resolve(entry.substring(ARTIFACTS.length())).normalize();
  }

  private static OrbitException refused(String reason) {
    return new OrbitException(
        ErrorCode.INVALID_PARAMETER_VALUE, "the archive is refused: " + reason);
  }
}
