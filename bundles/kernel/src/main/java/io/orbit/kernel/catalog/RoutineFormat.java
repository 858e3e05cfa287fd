package io.orbit.kernel.catalog;

import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.catalog.UserType;

/** The fields of routines, triggers and types; {@link CatalogFormat} describes the encoding. */
final class RoutineFormat {
  private RoutineFormat() {}

  static byte[] encode(UserType type) {
    return CatalogFormat.header(type)
        .number(5, type.database())
        .number(6, type.schema())
        .message(7, TypeFormat.encode(type.type()))
        .text(8, type.comment())
        .toBytes();
  }

  static UserType decodeType(FieldReader in, long version) {
    return new UserType(
        in.number(1),
        in.text(2),
        version,
        in.number(3),
        CatalogFormat.grants(in),
        in.number(5),
        in.number(6),
        TypeFormat.decode(in.message(7)),
        in.text(8));
  }

  static byte[] encode(Routine routine) {
    FieldWriter out =
        CatalogFormat.header(routine)
            .number(5, routine.database())
            .number(6, routine.schema())
            .flag(7, routine.procedure());
    for (Routine.Parameter parameter : routine.parameters()) {
      out.message(
          8,
          new FieldWriter()
              .text(1, parameter.name())
              .constant(2, parameter.mode())
              .message(3, TypeFormat.encode(parameter.type()))
              .text(4, parameter.defaultText()));
    }
    return out.message(9, TypeFormat.encode(routine.result()))
        .flag(10, routine.returnsSet())
        .flag(11, routine.trigger())
        .text(12, routine.language())
        .text(13, routine.body())
        .constant(14, routine.volatility())
        .flag(15, routine.strict())
        .flag(16, routine.securityDefiner())
        .map(17, routine.settings())
        .text(18, routine.comment())
        .toBytes();
  }

  static Routine decodeRoutine(FieldReader in, long version) {
    return new Routine(
        in.number(1),
        in.text(2),
        version,
        in.number(3),
        CatalogFormat.grants(in),
        in.number(5),
        in.number(6),
        in.flag(7),
        in.messages(
            8,
            parameter ->
                new Routine.Parameter(
                    parameter.text(1),
                    parameter.constant(2, Routine.Mode.class),
                    TypeFormat.decode(parameter.message(3)),
                    parameter.text(4))),
        TypeFormat.decode(in.message(9)),
        in.flag(10),
        in.flag(11),
        in.text(12),
        in.text(13),
        in.constant(14, Routine.Volatility.class),
        in.flag(15),
        in.flag(16),
        in.map(17),
        in.text(18));
  }

  static FieldWriter encode(Trigger trigger) {
    FieldWriter out =
        new FieldWriter()
            .number(1, trigger.id())
            .text(2, trigger.name())
            .constant(3, trigger.timing())
            .constants(4, trigger.events().stream().sorted().toList())
            .numbers(5, trigger.columns())
            .flag(6, trigger.row())
            .text(7, trigger.whenText())
            .number(8, trigger.routine());
    for (String argument : trigger.arguments()) {
      out.message(9, new FieldWriter().text(1, argument));
    }
    return out.text(10, trigger.oldTable())
        .text(11, trigger.newTable())
        .flag(12, trigger.constraint())
        .flag(13, trigger.deferrable())
        .flag(14, trigger.initiallyDeferred())
        .flag(15, trigger.enabled())
        .text(16, trigger.comment());
  }

  static Trigger decodeTrigger(FieldReader in) {
    return new Trigger(
        in.number(1),
        in.text(2),
        in.constant(3, Trigger.Timing.class),
        java.util.Set.copyOf(in.constants(4, Trigger.Event.class)),
        in.integers(5),
        in.flag(6),
        in.text(7),
        in.number(8),
        in.messages(9, argument -> argument.text(1)),
        in.text(10),
        in.text(11),
        in.flag(12),
        in.flag(13),
        in.flag(14),
        in.flag(15),
        in.text(16));
  }
}
