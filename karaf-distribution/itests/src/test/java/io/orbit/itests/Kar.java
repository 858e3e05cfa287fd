package io.orbit.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Archives with another version of a leaf that the distribution ships: the same code, its manifest
 * changed.
 */
final class Kar {
  private Kar() {}

  /**
   * An archive with a feature of the leaf's name.
   *
   * @param artifact the leaf's Maven artifact, which is its feature's name too
   * @param headers of the bundle, beside its version
   */
  static byte[] of(String artifact, String version, Map<String, String> headers)
      throws IOException {
    String folder = "repository/io/orbit/" + artifact + "/" + version + "/";
    String name = artifact + "-" + version;
    return zip(
        Map.of(
            folder + name + ".jar",
            bundle(artifact, version, headers),
            folder + name + "-features.xml",
            features(artifact, version)));
  }

  /** An archive of these entries. */
  static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : new LinkedHashMap<>(entries).entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] features(String artifact, String version) {
    return """
        <features name="%1$s-%2$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
          <feature name="%1$s" version="%2$s" description="Uploaded">
            <bundle>mvn:io.orbit/%1$s/%2$s</bundle>
          </feature>
        </features>
        """
        .formatted(artifact, version)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bundle(String artifact, String version, Map<String, String> headers)
      throws IOException {
    try (InputStream file = Files.newInputStream(shipped(artifact));
        JarInputStream jar = new JarInputStream(file)) {
      Manifest manifest = jar.getManifest();
      Attributes attributes = manifest.getMainAttributes();
      attributes.putValue("Bundle-Version", version);
      headers.forEach(attributes::putValue);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
        for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          jar.transferTo(out);
          out.closeEntry();
        }
      }
      return bytes.toByteArray();
    }
  }

  private static Path shipped(String artifact) throws IOException {
    Path folder =
        Path.of(System.getProperty("orbit.distribution"), "system/io/orbit").resolve(artifact);
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
  }

  /** A header of the shipped bundle. */
  static String header(String artifact, String name) throws IOException {
    try (JarFile jar = new JarFile(shipped(artifact).toFile())) {
      return jar.getManifest().getMainAttributes().getValue(name);
    }
  }
}
