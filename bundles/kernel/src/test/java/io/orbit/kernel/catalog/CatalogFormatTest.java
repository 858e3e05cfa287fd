package io.orbit.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.catalog.UserType;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.DomainDefinition;
import io.orbit.api.value.EnumDefinition;
import io.orbit.api.value.Row;
import io.orbit.api.value.TypeDefinition;
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
  void definitionsOfTypesComeBackWhole() {
    EnumDefinition labels =
        new EnumDefinition(
            20_000,
            "mood",
            List.of(new EnumDefinition.Label("ok", 2, 1.5), new EnumDefinition.Label("sad", 1, 1)));
    DomainDefinition domain =
        new DomainDefinition(
            20_001,
            "score",
            DataType.INT32,
            true,
            "7",
            List.of(new DomainDefinition.Check("small", "value < 10")));
    CompositeDefinition fields =
        new CompositeDefinition(
            20_002,
            "pair",
            new Row.Shape(
                List.of("a", "b"), List.of(DataType.of(domain), DataType.array(DataType.TEXT))));
    EnumDefinition readLabels = (EnumDefinition) read(labels);
    assertThat(readLabels.labels()).isEqualTo(labels.labels());
    assertThat(readLabels.name()).isEqualTo("mood");
    DomainDefinition readDomain = (DomainDefinition) read(domain);
    assertThat(readDomain.base()).isEqualTo(DataType.INT32);
    assertThat(readDomain.notNull()).isTrue();
    assertThat(readDomain.defaultText()).isEqualTo("7");
    assertThat(readDomain.checks()).isEqualTo(domain.checks());
    CompositeDefinition readFields = (CompositeDefinition) read(fields);
    assertThat(readFields.shape()).isEqualTo(fields.shape());
    assertThat(readFields.shape().types().getFirst().base()).isEqualTo(DataType.INT32);
  }

  private static TypeDefinition read(TypeDefinition definition) {
    UserType type =
        new UserType(
            definition.id(),
            definition.name(),
            7,
            10,
            List.of(),
            5,
            6,
            DataType.of(definition),
            "for tests");
    UserType read = (UserType) CatalogFormat.decode(CatalogFormat.encode(type), 7);
    assertThat(read).isEqualTo(type);
    return java.util.Objects.requireNonNull(read.type().definition());
  }

  @Test
  void routinesAndTriggersComeBackWhole() {
    Routine routine =
        new Routine(
            20_003,
            "f",
            7,
            10,
            List.of(),
            5,
            6,
            false,
            List.of(
                new Routine.Parameter("a", Routine.Mode.IN, DataType.INT32, "1"),
                new Routine.Parameter("", Routine.Mode.OUT, DataType.TEXT, "")),
            DataType.TEXT,
            true,
            false,
            "plpgsql",
            "begin end",
            Routine.Volatility.STABLE,
            true,
            true,
            java.util.Map.of("search_path", "public"),
            "");
    assertThat(CatalogFormat.decode(CatalogFormat.encode(routine), 7)).isEqualTo(routine);
    Trigger trigger =
        new Trigger(
            20_004,
            "t",
            Trigger.Timing.BEFORE,
            java.util.Set.of(Trigger.Event.INSERT, Trigger.Event.UPDATE),
            List.of(2),
            true,
            "new.a > 1",
            20_003,
            List.of("", "x"),
            "before",
            "after",
            true,
            true,
            false,
            true,
            "");
    assertThat(
            RoutineFormat.decodeTrigger(
                new FieldReader(RoutineFormat.encode(trigger).toBytes(), 0)))
        .isEqualTo(trigger);
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
