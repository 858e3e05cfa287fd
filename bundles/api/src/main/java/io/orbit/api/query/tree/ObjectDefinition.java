package io.orbit.api.query.tree;

import io.orbit.api.query.tree.Definition.ConstraintClause;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements that define, alter or drop types, routines, triggers and policies. */
public sealed interface ObjectDefinition extends Statement {

  // ---- types

  record CreateEnum(List<String> name, List<String> labels, int position)
      implements ObjectDefinition {}

  /** A field of a composite type. */
  record Attribute(String name, TypeName type) {}

  record CreateComposite(List<String> name, List<Attribute> attributes, int position)
      implements ObjectDefinition {}

  record CreateDomain(
      List<String> name, TypeName type, List<ConstraintClause> constraints, int position)
      implements ObjectDefinition {}

  /** ALTER TYPE … ADD VALUE. @param neighbour the label it goes beside, or null for the end */
  record AddLabel(
      List<String> name,
      String label,
      boolean ifNotExists,
      @Nullable String neighbour,
      boolean before,
      int position)
      implements ObjectDefinition {}

  record RenameLabel(List<String> name, String from, String to, int position)
      implements ObjectDefinition {}

  /** What ALTER DOMAIN does. */
  sealed interface DomainAction {
    /** {@code text} null drops it. */
    record SetDefault(@Nullable String text) implements DomainAction {}

    record SetNotNull(boolean notNull) implements DomainAction {}

    record AddConstraint(ConstraintClause constraint) implements DomainAction {}

    record DropConstraint(String name, boolean ifExists) implements DomainAction {}

    record RenameConstraint(String from, String to) implements DomainAction {}
  }

  record AlterDomain(List<String> name, DomainAction action, int position)
      implements ObjectDefinition {}

  // ---- routines

  /** What names a routine: its name and, where given, the types it takes. */
  record RoutineName(List<String> name, @Nullable List<TypeName> types, int position) {}

  enum RoutineKind {
    FUNCTION,
    PROCEDURE,
    ROUTINE
  }

  enum ParameterMode {
    IN,
    OUT,
    INOUT,
    VARIADIC,
    TABLE
  }

  /**
   * A parameter; {@code name} is empty where none is given, {@code defaultText} where no default.
   */
  record RoutineParameter(String name, ParameterMode mode, TypeName type, String defaultText) {}

  /**
   * CREATE FUNCTION and CREATE PROCEDURE.
   *
   * @param result RETURNS, null where left out; RETURNS TABLE stands in the parameters
   * @param options LANGUAGE, volatility and the like, in the order written: {@code language},
   *     {@code volatility}, {@code strict}, {@code security}, {@code as} and others; what a routine
   *     cannot do without is {@code as}
   * @param settings SET name = value
   */
  record CreateRoutine(
      RoutineKind kind,
      boolean orReplace,
      List<String> name,
      List<RoutineParameter> parameters,
      @Nullable TypeName result,
      boolean returnsTable,
      Map<String, String> options,
      Map<String, String> settings,
      int position)
      implements ObjectDefinition {}

  record DropRoutine(
      RoutineKind kind, List<RoutineName> routines, boolean ifExists, boolean cascade, int position)
      implements ObjectDefinition {}

  /** ALTER FUNCTION with options as {@link CreateRoutine} has them. */
  record AlterRoutine(
      RoutineKind kind,
      RoutineName routine,
      Map<String, String> options,
      Map<String, String> settings,
      int position)
      implements ObjectDefinition {}

  // ---- triggers

  enum TriggerTiming {
    BEFORE,
    AFTER,
    INSTEAD_OF
  }

  enum TriggerEvent {
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE
  }

  /**
   * CREATE TRIGGER.
   *
   * @param columns UPDATE OF
   * @param oldTable REFERENCING OLD TABLE, empty for none
   * @param newTable REFERENCING NEW TABLE, empty for none
   * @param row FOR EACH ROW
   * @param when its condition, null for none
   */
  record CreateTrigger(
      String name,
      boolean orReplace,
      boolean constraint,
      TriggerTiming timing,
      List<TriggerEvent> events,
      List<String> columns,
      List<String> table,
      String oldTable,
      String newTable,
      boolean row,
      @Nullable Expression when,
      String whenText,
      List<String> function,
      List<String> arguments,
      boolean deferrable,
      boolean initiallyDeferred,
      int position)
      implements ObjectDefinition {}

  record DropTrigger(
      String name, List<String> table, boolean ifExists, boolean cascade, int position)
      implements ObjectDefinition {}

  record RenameTrigger(String name, List<String> table, String to, int position)
      implements ObjectDefinition {}

  /** ALTER TABLE … ENABLE or DISABLE TRIGGER. @param name of the trigger, null for all */
  record EnableTrigger(List<String> table, @Nullable String name, boolean enabled, int position)
      implements ObjectDefinition {}

  // ---- policies

  enum PolicyCommand {
    ALL,
    SELECT,
    INSERT,
    UPDATE,
    DELETE
  }

  /**
   * CREATE POLICY.
   *
   * @param roles names, {@code public} for everybody
   * @param usingText USING, empty for none
   * @param checkText WITH CHECK, empty for none
   */
  record CreatePolicy(
      String name,
      List<String> table,
      boolean permissive,
      PolicyCommand command,
      List<String> roles,
      String usingText,
      String checkText,
      int position)
      implements ObjectDefinition {}

  /** ALTER POLICY; what is null stays as it is. */
  record AlterPolicy(
      String name,
      List<String> table,
      @Nullable List<String> roles,
      @Nullable String usingText,
      @Nullable String checkText,
      int position)
      implements ObjectDefinition {}

  record RenamePolicy(String name, List<String> table, boolean ifExists, String to, int position)
      implements ObjectDefinition {}

  record DropPolicy(
      String name, List<String> table, boolean ifExists, boolean cascade, int position)
      implements ObjectDefinition {}

  // ---- what all of them share

  enum ObjectAction {
    RENAME,
    SET_SCHEMA,
    OWNER
  }

  /**
   * ALTER TYPE, DOMAIN, FUNCTION, PROCEDURE or ROUTINE … RENAME TO, SET SCHEMA, OWNER TO.
   *
   * @param types a routine's, where given
   * @param value the new name, schema or role
   */
  record AlterObject(
      Definition.ObjectKind kind,
      List<String> name,
      @Nullable List<TypeName> types,
      ObjectAction action,
      String value,
      int position)
      implements ObjectDefinition {}
}
