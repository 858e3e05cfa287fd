package io.orbit.api.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFormatTest {
  private static final EngineFormat FORMAT = new EngineFormat("lsm", 3);

  @TempDir Path directory;

  @Test
  void readsWhatItWrote() {
    assertThat(EngineFormat.read(directory)).isEmpty();
    FORMAT.write(directory);
    assertThat(EngineFormat.read(directory)).contains(FORMAT);
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void everyTurnedBitIsFoundAndCanBeTurnedBack() throws IOException {
    FORMAT.write(directory);
    Path file = directory.resolve(EngineFormat.FILE_NAME);
    byte[] good = Files.readAllBytes(file);
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, bad);
      assertThatThrownBy(() -> EngineFormat.read(directory))
          .as("bit %d", bit)
          .isInstanceOfSatisfying(
              OrbitException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED));
      assertThat(EngineFormat.beforeDamage(directory)).as("bit %d", bit).contains(FORMAT);
    }
    Files.writeString(file, "something else");
    assertThat(EngineFormat.beforeDamage(directory)).isEmpty();
  }

  @Test
  void refusesNewerFormatsAndOtherEngines() {
    FORMAT.requireReadable(FORMAT, directory);
    FORMAT.requireReadable(new EngineFormat("lsm", 1), directory);
    for (EngineFormat other :
        new EngineFormat[] {new EngineFormat("lsm", 4), new EngineFormat("xodus", 1)}) {
      assertThatThrownBy(() -> FORMAT.requireReadable(other, directory))
          .isInstanceOfSatisfying(
              OrbitException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_CONNECT_NOW));
    }
  }

  @Test
  void tellsAFullDiskFromABrokenOne() {
    assertThat(DiskErrors.of(new IOException("No space left on device"), "writing x").code())
        .isEqualTo(ErrorCode.DISK_FULL);
    assertThat(DiskErrors.of(new IOException("Disk quota exceeded"), "writing x").code())
        .isEqualTo(ErrorCode.DISK_FULL);
    assertThat(DiskErrors.of(new IOException("Input/output error"), "writing x").code())
        .isEqualTo(ErrorCode.IO_ERROR);
  }
}
