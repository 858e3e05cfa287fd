package io.orbit.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Binary forms as PostgreSQL 15's send functions gave them, both ways. */
class BinaryFormsTest {
  private static final DataType INTEGERS = DataType.range(DataType.INT32);

  private static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of(INTEGERS, "[1,5)", "0200000004000000010000000400000005"),
        Arguments.of(
            DataType.range(DataType.DECIMAL), "(,2.5]", "0c0000000c000200000000000100021388"),
        Arguments.of(DataType.range(DataType.DATE), "empty", "01"),
        Arguments.of(
            DataType.multirange(DataType.range(DataType.INT64)),
            "{[1,2),[5,)}",
            "0000000200000019020000000800000000000000010000000800000000000000020000000d12000000"
                + "080000000000000005"),
        Arguments.of(DataType.of(TypeKind.BIT), "101", "00000003a0"),
        Arguments.of(DataType.of(TypeKind.VARBIT), "000111111", "000000091f80"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void areThoseOfPostgres(DataType type, String text, String hex) {
    Object value = ValueText.parse(text, type, TextContext.UTC);
    ByteBuf out = Unpooled.buffer();
    BinaryValues.write(value, type, TextContext.UTC, out);
    assertThat(ByteBufUtil.hexDump(out)).isEqualTo(hex);
    assertThat(read(hex, type)).isEqualTo(value);
  }

  @Test
  void arraysOfThemToo() {
    DataType type = DataType.array(INTEGERS);
    Object value = ValueText.parse("{\"[1,5)\",empty,NULL}", type, TextContext.UTC);
    ByteBuf out = Unpooled.buffer();
    BinaryValues.write(value, type, TextContext.UTC, out);
    String hex = ByteBufUtil.hexDump(out);
    assertThat(hex).contains("00000f40");
    assertThat(read(hex, type)).isEqualTo(value);
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsRefused() {
    assertThatThrownBy(() -> read("0200000004000000050000000400000001", INTEGERS))
        .isInstanceOf(OrbitException.class)
        .hasMessageContaining("lower bound must be less");
    assertThatThrownBy(() -> read("02000000040000", INTEGERS)).isInstanceOf(OrbitException.class);
  }

  private static Object read(String hex, DataType type) {
    return BinaryParameters.read(HexFormat.of().parseHex(hex), type, TextContext.UTC, 1);
  }
}
