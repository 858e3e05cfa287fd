package io.orbit.api.catalog;

import io.orbit.api.value.DataType;
import java.util.List;
import java.util.Map;

/**
 * A function or procedure. Routines of one name differ in the types of what they take.
 *
 * @param parameters all of them, in order
 * @param result what a function answers; of several OUT parameters or a TABLE, a RECORD; VOID for a
 *     procedure without OUT parameters
 * @param returnsSet SETOF and TABLE
 * @param trigger RETURNS trigger: called by triggers only
 * @param language {@code sql} or {@code plpgsql}
 * @param body its text
 * @param settings SET …, by name
 */
public record Routine(
    long id,
    String name,
    long version,
    long owner,
    List<Grant> grants,
    long database,
    long schema,
    boolean procedure,
    List<Parameter> parameters,
    DataType result,
    boolean returnsSet,
    boolean trigger,
    String language,
    String body,
    Volatility volatility,
    boolean strict,
    boolean securityDefiner,
    Map<String, String> settings,
    String comment)
    implements CatalogObject {

  /** What repeated calls may be assumed to answer. */
  public enum Volatility {
    VOLATILE,
    STABLE,
    IMMUTABLE
  }

  /** Which way a parameter goes. */
  public enum Mode {
    IN,
    OUT,
    INOUT,
    VARIADIC,
    TABLE;

    /** True where a caller gives a value. */
    public boolean isInput() {
      return this == IN || this == INOUT || this == VARIADIC;
    }

    /** True where the caller gets one. */
    public boolean isOutput() {
      return this == OUT || this == INOUT || this == TABLE;
    }
  }

  /**
   * One parameter.
   *
   * @param name empty where it has none
   * @param defaultText text of its default, empty for none
   */
  public record Parameter(String name, Mode mode, DataType type, String defaultText) {}

  /** What a caller gives. */
  public List<Parameter> inputs() {
    return parameters.stream().filter(parameter -> parameter.mode().isInput()).toList();
  }

  /** What a caller gets beside or instead of a single result. */
  public List<Parameter> outputs() {
    return parameters.stream().filter(parameter -> parameter.mode().isOutput()).toList();
  }

  /** True where the last input takes any number of values. */
  public boolean variadic() {
    return parameters.stream().anyMatch(parameter -> parameter.mode() == Mode.VARIADIC);
  }
}
