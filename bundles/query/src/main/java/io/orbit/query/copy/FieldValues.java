package io.orbit.query.copy;

import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.type.RegisteredNames;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Values from fields; integers without a string in between. One thread. */
final class FieldValues {
  private final Evaluation evaluation;
  private final TextContext context;

  FieldValues(Evaluation evaluation, TextContext context) {
    this.evaluation = evaluation;
    this.context = context;
  }

  Object value(Column column, byte[] bytes, int offset, int length) {
    DataType type = column.type();
    return switch (type.kind()) {
      case INT16 -> (short) ValueText.parseInteger(bytes, offset, length, TypeKind.INT16);
      case INT32 -> (int) ValueText.parseInteger(bytes, offset, length, TypeKind.INT32);
      case INT64 -> ValueText.parseInteger(bytes, offset, length, TypeKind.INT64);
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          RegisteredNames.oid(evaluation, type.kind(), text(bytes, offset, length));
      default -> ValueText.parse(text(bytes, offset, length), type, context);
    };
  }

  /** The characters of a field; fails where it is no UTF-8. */
  static String text(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] < 0) {
        return decoded(bytes, offset, length);
      }
    }
    return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
  }

  private static String decoded(byte[] bytes, int offset, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException malformed) {
      throw invalid(bytes, offset, length);
    }
  }

  private static OrbitException invalid(byte[] bytes, int offset, int length) {
    String decoded = new String(bytes, offset, length, StandardCharsets.UTF_8);
    int bad =
        decoded.substring(0, decoded.indexOf('\uFFFD')).getBytes(StandardCharsets.UTF_8).length;
    return new OrbitException(
        ErrorCode.CHARACTER_NOT_IN_REPERTOIRE,
        "invalid byte sequence for encoding \"UTF8\": 0x%02x"
            .formatted(bytes[offset + bad] & 0xFF));
  }
}
