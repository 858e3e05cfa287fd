package io.orbit.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CatalogFormatTest {
  private static final Schema SCHEMA =
      new Schema(16384, "s", 7, 10, Grant.ofPublicSchema(10), 5, "");

  @Test
  void whatIsWrittenIsRead() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    RandomObjects objects = new RandomObjects(new Random(seed));
    for (int i = 0; i < 5_000; i++) {
      CatalogObject object = objects.next();
      assertThat(CatalogFormat.decode(CatalogFormat.encode(object), object.version()))
          .isEqualTo(object);
    }
  }

  @Test
  void theBytesStayAsTheyAre() {
    assertThat(HexFormat.of().formatHex(CatalogFormat.encode(SCHEMA)))
        .isEqualTo(
            "0102" // format, kind
                + "02808002" // 1: id 16384, zigzag 32768
                + "0501"
                + hex("s") // 2: name
                + "0614" // 3: owner 10
                + "0909"
                + "0414"
                + "0705"
                + hex("USAGE") // 4: grant with 2: grantor, 3: privilege
                + "0a0a"); // 5: database 5
  }

  @Test
  void aLaterReadersFieldsAreSkippedAndMissingOnesHaveDefaults() {
    byte[] known = CatalogFormat.encode(SCHEMA);
    byte[] withNewField = Arrays.copyOf(known, known.length + 6);
    byte[] field = new FieldWriter().text(100, "new").toBytes();
    System.arraycopy(field, 0, withNewField, known.length, field.length);
    assertThat(CatalogFormat.decode(withNewField, 7)).isEqualTo(SCHEMA);
    assertThat(CatalogFormat.decode(new byte[] {1, 2}, 0))
        .isEqualTo(new Schema(0, "", 0, 0, List.of(), 0, ""));
  }

  @Test
  void aNewerFormatIsRefused() {
    byte[] value = CatalogFormat.encode(SCHEMA);
    value[0] = 2;
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(() -> CatalogFormat.decode(value, 0))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CANNOT_CONNECT_NOW));
  }

  @Test
  void brokenRecordsAreNamedAndNothingElseHappens() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    RandomObjects objects = new RandomObjects(random);
    for (int i = 0; i < 5_000; i++) {
      byte[] value = CatalogFormat.encode(objects.next());
      value[1 + random.nextInt(value.length - 1)] = (byte) random.nextInt();
      byte[] broken = Arrays.copyOf(value, 1 + random.nextInt(value.length));
      try {
        CatalogFormat.decode(broken, 0);
      } catch (OrbitException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
      }
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
