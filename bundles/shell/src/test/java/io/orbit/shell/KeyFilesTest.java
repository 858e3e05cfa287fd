package io.orbit.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
  @TempDir Path folder;

  @Test
  void aKeyIsMadeOnceAndStaysTheSame() throws Exception {
    Path file = folder.resolve("key");

    KeyPair made = KeyFiles.provide(file);
    KeyPair read = KeyFiles.provide(file);

    assertThat(read.getPublic()).isEqualTo(made.getPublic());
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(read.getPrivate());
    signature.update(new byte[] {1, 2, 3});
    byte[] signed = signature.sign();
    signature.initVerify(made.getPublic());
    signature.update(new byte[] {1, 2, 3});
    assertThat(signature.verify(signed)).isTrue();
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aFileThatHoldsNoKeyIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "nonsense");

    assertThatThrownBy(() -> KeyFiles.provide(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("remove the file");
  }
}
