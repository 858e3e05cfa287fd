package io.orbit.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureArchivesTest {
  private static final String REPOSITORY = "repository/g/a/1/a-1-features.xml";

  @TempDir Path temporary;
  private FeatureArchives archives = new FeatureArchives(Path.of(""), Path.of(""));

  @BeforeEach
  void open() {
    archives = new FeatureArchives(temporary.resolve("repository"), temporary.resolve("home"));
  }

  @Test
  void anArchivesArtifactsAreKeptAndItsRepositoryIsKnownFromThenOn() throws Exception {
    byte[] kar = kar(Map.of(REPOSITORY, "<features/>", "repository/g/b/1/b-1.jar", "jar"));

    assertThat(archives.add(new ByteArrayInputStream(kar), digest(kar)))
        .containsExactly(temporary.resolve(REPOSITORY).toUri());
    assertThat(temporary.resolve("repository/g/b/1/b-1.jar")).hasContent("jar");
    assertThat(archives.repositories())
        .containsExactlyInAnyOrder(archives.distribution(), temporary.resolve(REPOSITORY).toUri());
  }

  @Test
  void aWrongDigestIsRefusedAndNothingIsKept() throws Exception {
    byte[] kar = kar(Map.of(REPOSITORY, "<features/>"));

    assertRefused(kar, "00", "its SHA-256 is " + digest(kar));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"repository/../../evil.jar", "repository/a/../../../evil", "resources/etc/x.cfg"})
  void anEntryThatLeadsElsewhereIsRefusedBeforeAnythingIsWritten(String entry) throws Exception {
    assertRefused(kar(Map.of(REPOSITORY, "<features/>", entry, "x")), "", "it");
    assertThat(temporary.resolve(REPOSITORY)).doesNotExist();
  }

  @Test
  void whatIsNoArchiveIsRefused() throws Exception {
    assertRefused("no zip at all".getBytes(StandardCharsets.UTF_8), "", "no KAR");
    assertRefused(kar(Map.of("repository/a.jar", "x")), "", "brings no repository");
  }

  private void assertRefused(byte[] kar, String sha256, String reason) throws Exception {
    assertThatThrownBy(() -> archives.add(new ByteArrayInputStream(kar), sha256))
        .isInstanceOfSatisfying(
            OrbitException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageContaining(reason);
    try (var files = Files.walk(temporary)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  private static byte[] kar(Map<String, String> entries) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static String digest(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
