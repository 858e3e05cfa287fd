package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.function.FunctionDefinition;
import io.orbit.query.function.ParameterType;
import io.orbit.query.plan.Scalar;
import io.orbit.query.type.CastContext;
import io.orbit.query.type.TypeNames;
import io.orbit.query.type.TypeRules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among functions (and operators) of one name by the types of the arguments: PostgreSQL
 * manual, chapter 10 (Type Conversion), steps 10.2 and 10.3.
 */
final class Overloads {
  private final BindContext context;

  Overloads(BindContext context) {
    this.context = context;
  }

  /** A choice: the function, its arguments coerced, its result type. */
  record Resolved(FunctionDefinition definition, List<Scalar> arguments, DataType result) {}

  /** A candidate laid out for a number of arguments. */
  private record Candidate(FunctionDefinition definition, List<DataType> types, boolean spreads) {}

  Resolved function(String name, List<Scalar> arguments, boolean variadic, int position) {
    Resolved resolved =
        resolve(context.services.functions().named(name), arguments, variadic, position);
    if (resolved == null) {
      throw missing(name, arguments, position);
    }
    return resolved;
  }

  OrbitException missing(String name, List<Scalar> arguments, int position) {
    return new OrbitException(
            ErrorCode.UNDEFINED_FUNCTION,
            "function " + name + "(" + shown(arguments) + ") does not exist")
        .withHint(
            "No function matches the given name and argument types. You might need to add"
                + " explicit type casts.")
        .at(position);
  }

  /** The best of these functions; null where none takes the arguments. */
  @Nullable Resolved choose(
      List<FunctionDefinition> functions, List<Scalar> arguments, boolean variadic, int position) {
    return resolve(functions, arguments, variadic, position);
  }

  /** {@code (integer, unknown)}. */
  static String shownTypes(List<Scalar> arguments) {
    return "(" + shown(arguments) + ")";
  }

  Resolved operator(String symbol, List<Scalar> operands, int position) {
    Resolved resolved =
        resolve(context.services.functions().named(symbol), operands, false, position);
    if (resolved == null) {
      String what =
          operands.size() == 1
              ? symbol + " " + shown(operands)
              : TypeNames.displayBase(operands.get(0).type())
                  + " "
                  + symbol
                  + " "
                  + TypeNames.displayBase(operands.get(1).type());
      throw new OrbitException(ErrorCode.UNDEFINED_FUNCTION, "operator does not exist: " + what)
          .withHint(
              "No operator matches the given name and argument types. You might need to add"
                  + " explicit type casts.")
          .at(position);
    }
    return resolved;
  }

  private static String shown(List<Scalar> arguments) {
    return arguments.stream()
        .map(argument -> TypeNames.displayBase(argument.type()))
        .collect(Collectors.joining(", "));
  }

  private @Nullable Resolved resolve(
      List<FunctionDefinition> named, List<Scalar> arguments, boolean variadic, int position) {
    List<DataType> given =
        arguments.stream().map(argument -> argument.type().unmodified()).toList();
    List<Candidate> candidates = new ArrayList<>();
    for (FunctionDefinition definition : named) {
      Candidate candidate = layOut(definition, given, variadic);
      if (candidate != null) {
        candidates.add(candidate);
      }
    }
    Candidate chosen = choose(candidates, given, position);
    return chosen == null ? null : apply(chosen, arguments, position);
  }

  private @Nullable Candidate layOut(
      FunctionDefinition definition, List<DataType> given, boolean variadic) {
    List<ParameterType> parameters = definition.parameters();
    int fixed = definition.variadic() ? parameters.size() - 1 : parameters.size();
    boolean fits = definition.variadic() ? given.size() > fixed : given.size() == parameters.size();
    if (!fits || (variadic && !definition.variadic())) {
      return null;
    }
    if (variadic && given.size() != parameters.size()) {
      return null;
    }
    List<ParameterType> laidOut = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      laidOut.add(parameters.get(Math.min(i, parameters.size() - 1)));
    }
    DataType element = element(laidOut, given);
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      DataType type =
          switch (laidOut.get(i)) {
            case ParameterType.Exact exact -> exact.type();
            case ParameterType.AnyElement any -> element;
            case ParameterType.AnyEnum any ->
                element == null || element.kind() != TypeKind.ENUM ? null : element;
            case ParameterType.AnyArray any -> element == null ? null : DataType.array(element);
            case ParameterType.AnyRange any -> element == null ? null : DataType.range(element);
            case ParameterType.AnyMultirange any ->
                element == null ? null : DataType.multirange(DataType.range(element));
            case ParameterType.AnyNonArray any ->
                given.get(i).kind() == TypeKind.ARRAY ? null : given.get(i);
            case ParameterType.Any any ->
                variadic && i == given.size() - 1 ? spread(given.get(i)) : given.get(i);
          };
      if (type == null) {
        return null;
      }
      boolean asArray = variadic && i == given.size() - 1;
      types.add(asArray ? DataType.array(type) : type);
    }
    return new Candidate(definition, types, variadic && isAny(parameters.getLast()));
  }

  private static boolean isAny(ParameterType parameter) {
    return parameter instanceof ParameterType.Any;
  }

  /** What VARIADIC "any" takes one by one from an array; null for what is none. */
  private static @Nullable DataType spread(DataType type) {
    return type.kind() == TypeKind.ARRAY ? type.elementType() : null;
  }

  /** What anyelement stands for here. */
  private @Nullable DataType element(List<ParameterType> parameters, List<DataType> given) {
    List<DataType> found = new ArrayList<>();
    List<DataType> bounds = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      DataType type = given.get(i);
      switch (parameters.get(i)) {
        case ParameterType.AnyElement any -> found.add(type);
        case ParameterType.AnyEnum any -> found.add(type);
        case ParameterType.AnyArray any -> {
          if (type.kind() == TypeKind.ARRAY) {
            found.add(type.elementType());
          } else if (type.kind() != TypeKind.UNKNOWN) {
            return null;
          }
        }
        case ParameterType.AnyRange any -> {
          if (type.kind() == TypeKind.RANGE) {
            bounds.add(type.elementType());
          } else if (type.kind() != TypeKind.UNKNOWN) {
            return null;
          }
        }
        case ParameterType.AnyMultirange any -> {
          if (type.kind() == TypeKind.MULTIRANGE) {
            bounds.add(type.elementType().elementType());
          } else if (type.kind() != TypeKind.UNKNOWN) {
            return null;
          }
        }
        case ParameterType.Exact exact -> {}
        case ParameterType.AnyNonArray any -> {}
        case ParameterType.Any any -> {}
      }
    }
    List<DataType> known =
        found.stream().filter(type -> type.kind() != TypeKind.UNKNOWN).distinct().toList();
    if (!bounds.isEmpty()) {
      DataType bound = bounds.getFirst();
      boolean agree =
          bounds.stream().allMatch(bound::equals) && known.stream().allMatch(bound::equals);
      return agree ? bound : null;
    }
    if (known.isEmpty()) {
      return found.isEmpty() ? null : DataType.TEXT;
    }
    DataType best = known.getFirst();
    for (DataType type : known) {
      if (context.casts.find(best, type, CastContext.IMPLICIT) != null) {
        best = type;
      }
    }
    return best;
  }

  private @Nullable Candidate choose(List<Candidate> all, List<DataType> given, int position) {
    for (Candidate candidate : all) {
      if (candidate.types().equals(given)) {
        return candidate;
      }
    }
    Candidate assumed = sameType(all, given);
    if (assumed != null) {
      return assumed;
    }
    List<Candidate> left = all.stream().filter(candidate -> isCallable(candidate, given)).toList();
    if (left.size() <= 1) {
      return left.isEmpty() ? null : left.getFirst();
    }
    left = best(left, candidate -> exactMatches(candidate, given));
    left = best(left, candidate -> preferredMatches(candidate, given));
    if (left.size() > 1) {
      left = byCategory(left, given);
    }
    if (left.size() > 1) {
      left = byKnownType(left, given);
    }
    if (left.size() > 1) {
      left = best(left, candidate -> -polymorphic(candidate));
    }
    if (left.size() > 1) {
      throw ambiguous(left.getFirst().definition().name(), given).at(position);
    }
    return left.isEmpty() ? null : left.getFirst();
  }

  private static int polymorphic(Candidate candidate) {
    int count = 0;
    for (ParameterType parameter : candidate.definition().parameters()) {
      count += parameter instanceof ParameterType.Exact ? 0 : 1;
    }
    return count;
  }

  private static OrbitException ambiguous(String name, List<DataType> given) {
    List<String> types = given.stream().map(TypeNames::displayBase).toList();
    boolean operator = !Character.isLetter(name.charAt(0));
    String what =
        !operator
            ? "function " + name + "(" + String.join(", ", types) + ")"
            : types.size() == 1
                ? "operator is not unique: " + name + " " + types.getFirst()
                : "operator is not unique: " + String.join(" " + name + " ", types);
    return new OrbitException(
            ErrorCode.AMBIGUOUS_FUNCTION, operator ? what : what + " is not unique")
        .withHint("Could not choose a best candidate. You might need to add explicit type casts.");
  }

  /** Step 2a: with one of two operands untyped, an exact match for twice the other's type. */
  private static @Nullable Candidate sameType(List<Candidate> all, List<DataType> given) {
    if (given.size() != 2) {
      return null;
    }
    DataType known =
        given.get(0).kind() == TypeKind.UNKNOWN
            ? given.get(1)
            : given.get(1).kind() == TypeKind.UNKNOWN ? given.get(0) : null;
    if (known == null || known.kind() == TypeKind.UNKNOWN) {
      return null;
    }
    for (Candidate candidate : all) {
      if (candidate.types().equals(List.of(known, known))) {
        return candidate;
      }
    }
    return null;
  }

  private boolean isCallable(Candidate candidate, List<DataType> given) {
    for (int i = 0; i < given.size(); i++) {
      if (!context.coercion.allows(given.get(i), candidate.types().get(i), CastContext.IMPLICIT)) {
        return false;
      }
    }
    return true;
  }

  private interface Score {
    int of(Candidate candidate);
  }

  private static List<Candidate> best(List<Candidate> candidates, Score score) {
    int highest = candidates.stream().mapToInt(score::of).max().orElse(0);
    return candidates.stream().filter(candidate -> score.of(candidate) == highest).toList();
  }

  private static int exactMatches(Candidate candidate, List<DataType> given) {
    int matches = 0;
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).kind() != TypeKind.UNKNOWN
          && candidate.types().get(i).equals(given.get(i))) {
        matches++;
      }
    }
    return matches;
  }

  private static int preferredMatches(Candidate candidate, List<DataType> given) {
    int matches = 0;
    for (int i = 0; i < given.size(); i++) {
      DataType type = candidate.types().get(i);
      boolean exact = type.equals(given.get(i));
      if (given.get(i).kind() != TypeKind.UNKNOWN && (exact || TypeRules.isPreferred(type))) {
        matches++;
      }
    }
    return matches;
  }

  /**
   * Untyped arguments take the string category if any candidate does, else the one all share. Does
   * nothing when that leaves the category of an argument open.
   */
  private static List<Candidate> byCategory(List<Candidate> candidates, List<DataType> given) {
    List<Candidate> left = candidates;
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).kind() != TypeKind.UNKNOWN) {
        continue;
      }
      int argument = i;
      List<Character> categories =
          candidates.stream()
              .map(candidate -> TypeRules.category(candidate.types().get(argument)))
              .distinct()
              .toList();
      if (!categories.contains('S') && categories.size() > 1) {
        return candidates;
      }
      char category = categories.contains('S') ? 'S' : categories.getFirst();
      boolean preferred =
          candidates.stream()
              .map(candidate -> candidate.types().get(argument))
              .anyMatch(
                  type -> TypeRules.category(type) == category && TypeRules.isPreferred(type));
      left =
          left.stream()
              .filter(candidate -> fits(candidate.types().get(argument), category, preferred))
              .toList();
    }
    return left.isEmpty() ? candidates : left;
  }

  private static boolean fits(DataType type, char category, boolean preferred) {
    return TypeRules.category(type) == category && (!preferred || TypeRules.isPreferred(type));
  }

  /** Last step: untyped arguments are taken to be of the type all typed ones share. */
  private List<Candidate> byKnownType(List<Candidate> candidates, List<DataType> given) {
    List<DataType> known =
        given.stream().filter(type -> type.kind() != TypeKind.UNKNOWN).distinct().toList();
    if (known.size() != 1 || known.size() == given.size()) {
      return candidates;
    }
    List<DataType> assumed = given.stream().map(type -> known.getFirst()).toList();
    List<Candidate> left =
        candidates.stream().filter(candidate -> isCallable(candidate, assumed)).toList();
    return left.size() == 1 ? left : candidates;
  }

  private Resolved apply(Candidate candidate, List<Scalar> arguments, int position) {
    List<Scalar> coerced = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      DataType wanted = candidate.types().get(i);
      Scalar argument = arguments.get(i);
      boolean fits = argument.type().unmodified().equals(wanted);
      Scalar converted =
          fits
              ? argument
              : context.coercion.tryCoerce(argument, wanted, CastContext.IMPLICIT, position);
      coerced.add(converted == null ? argument : converted);
    }
    List<DataType> types = coerced.stream().map(Scalar::type).toList();
    FunctionDefinition chosen =
        candidate.spreads()
            ? candidate.definition().spreading(types)
            : candidate.definition().forTypes(types);
    return new Resolved(chosen, coerced, chosen.result().of(types));
  }
}
