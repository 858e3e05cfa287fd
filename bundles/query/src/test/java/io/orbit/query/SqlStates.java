package io.orbit.query;

import io.orbit.api.error.ErrorCode;

/** SQLSTATEs of the conditions that expressions meet (PostgreSQL manual, appendix A). */
final class SqlStates {
  private SqlStates() {}

  static String of(ErrorCode code) {
    return switch (code) {
      case SYNTAX_ERROR -> "42601";
      case UNDEFINED_FUNCTION -> "42883";
      case UNDEFINED_TABLE -> "42P01";
      case UNDEFINED_COLUMN -> "42703";
      case UNDEFINED_OBJECT -> "42704";
      case UNDEFINED_SCHEMA -> "3F000";
      case UNDEFINED_DATABASE -> "3D000";
      case AMBIGUOUS_FUNCTION -> "42725";
      case CANNOT_COERCE -> "42846";
      case DATATYPE_MISMATCH -> "42804";
      case INDETERMINATE_DATATYPE -> "42P18";
      case GROUPING_ERROR -> "42803";
      case WRONG_OBJECT_TYPE -> "42809";
      case INVALID_NAME -> "42602";
      case FEATURE_NOT_SUPPORTED -> "0A000";
      case INVALID_TEXT_REPRESENTATION -> "22P02";
      case CHARACTER_NOT_IN_REPERTOIRE -> "22021";
      case UNTRANSLATABLE_CHARACTER -> "22P05";
      case STRING_DATA_RIGHT_TRUNCATION -> "22001";
      case NUMERIC_VALUE_OUT_OF_RANGE -> "22003";
      case DIVISION_BY_ZERO -> "22012";
      case INVALID_ARGUMENT_FOR_LOGARITHM -> "2201E";
      case INVALID_ARGUMENT_FOR_POWER_FUNCTION -> "2201F";
      case INVALID_ARGUMENT_FOR_NTH_VALUE -> "22016";
      case INVALID_ARGUMENT_FOR_NTILE -> "22014";
      case INVALID_ARGUMENT_FOR_WIDTH_BUCKET -> "2201G";
      case INVALID_DATETIME_FORMAT -> "22007";
      case DATETIME_FIELD_OVERFLOW -> "22008";
      case INTERVAL_FIELD_OVERFLOW -> "22015";
      case INVALID_ESCAPE_SEQUENCE -> "22025";
      case INVALID_REGULAR_EXPRESSION -> "2201B";
      case INVALID_PARAMETER_VALUE -> "22023";
      case NULL_VALUE_NOT_ALLOWED -> "22004";
      case SUBSTRING_ERROR -> "22011";
      case ARRAY_SUBSCRIPT_ERROR -> "2202E";
      case ARRAY_ELEMENT_ERROR -> "2202E";
      case INVALID_JSON -> "22032";
      case PROGRAM_LIMIT_EXCEEDED -> "54000";
      case STATEMENT_TOO_COMPLEX -> "54001";
      default -> code.name();
    };
  }
}
