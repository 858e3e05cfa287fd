package io.orbit.protocol.redis;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;

/** The house's conditions as Redis' error codes, the first word of an error reply. */
final class RedisErrors {
  private RedisErrors() {}

  /** The whole error reply. */
  static String message(OrbitException e) {
    if (e.code() == ErrorCode.INVALID_PASSWORD
        || e.code() == ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION) {
      return "WRONGPASS invalid username-password pair or user is disabled.";
    }
    if (e.code() == ErrorCode.AUTHENTICATION_REQUIRED) {
      return "NOAUTH Authentication required.";
    }
    String detail = e.detail();
    return code(e.code()) + " " + e.getMessage() + (detail == null ? "" : ". " + detail);
  }

  /** Exhaustive on purpose: a new condition does not compile until it has a code here. */
  static String code(ErrorCode code) {
    return switch (code) {
      case WRONG_VALUE_TYPE -> "WRONGTYPE";
      case INVALID_PASSWORD, INVALID_AUTHORIZATION_SPECIFICATION -> "WRONGPASS";
      case AUTHENTICATION_REQUIRED -> "NOAUTH";
      case INSUFFICIENT_PRIVILEGE -> "NOPERM";
      case CANNOT_CONNECT_NOW -> "LOADING";
      case OUT_OF_MEMORY -> "OOM";
      case DISK_FULL, IO_ERROR -> "MISCONF";
      case READ_ONLY, READ_ONLY_TRANSACTION -> "READONLY";
      case SERIALIZATION_FAILURE, DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE -> "BUSY";
      case PROTOCOL_VIOLATION,
          TOO_MANY_CONNECTIONS,
          IDLE_SESSION_TIMEOUT,
          ADMIN_SHUTDOWN,
          QUERY_CANCELED,
          STATEMENT_TIMEOUT,
          DATABASE_DROPPED,
          DATA_CORRUPTED,
          PROGRAM_LIMIT_EXCEEDED,
          STATEMENT_TOO_COMPLEX,
          TOO_MANY_COLUMNS,
          TOO_MANY_ARGUMENTS,
          CONFIGURATION_LIMIT_EXCEEDED,
          SNAPSHOT_TOO_OLD,
          IN_FAILED_TRANSACTION,
          ACTIVE_TRANSACTION,
          NO_ACTIVE_TRANSACTION,
          IDLE_IN_TRANSACTION_TIMEOUT,
          TRANSACTION_TIMEOUT,
          INVALID_TRANSACTION_STATE,
          INVALID_TRANSACTION_TERMINATION,
          INVALID_SAVEPOINT,
          TRANSACTION_ROLLED_BACK,
          NOT_NULL_VIOLATION,
          UNIQUE_VIOLATION,
          CHECK_VIOLATION,
          FOREIGN_KEY_VIOLATION,
          RESTRICT_VIOLATION,
          GENERATED_ALWAYS,
          WITH_CHECK_OPTION_VIOLATION,
          CARDINALITY_VIOLATION,
          SYNTAX_ERROR,
          UNDEFINED_DATABASE,
          UNDEFINED_SCHEMA,
          UNDEFINED_TABLE,
          UNDEFINED_COLUMN,
          UNDEFINED_FUNCTION,
          UNDEFINED_OBJECT,
          UNDEFINED_PARAMETER,
          UNDEFINED_PREPARED_STATEMENT,
          UNDEFINED_CURSOR,
          DUPLICATE_DATABASE,
          DUPLICATE_SCHEMA,
          DUPLICATE_TABLE,
          DUPLICATE_COLUMN,
          DUPLICATE_ALIAS,
          DUPLICATE_FUNCTION,
          DUPLICATE_OBJECT,
          DUPLICATE_PREPARED_STATEMENT,
          DUPLICATE_CURSOR,
          AMBIGUOUS_COLUMN,
          AMBIGUOUS_FUNCTION,
          AMBIGUOUS_PARAMETER,
          AMBIGUOUS_ALIAS,
          INVALID_NAME,
          NAME_TOO_LONG,
          RESERVED_NAME,
          INVALID_COLUMN_REFERENCE,
          INVALID_COLUMN_DEFINITION,
          INVALID_TABLE_DEFINITION,
          INVALID_OBJECT_DEFINITION,
          INVALID_FOREIGN_KEY,
          INVALID_CURSOR_DEFINITION,
          INVALID_CURSOR_STATE,
          INVALID_FUNCTION_DEFINITION,
          INVALID_RECURSION,
          GROUPING_ERROR,
          WINDOWING_ERROR,
          WRONG_OBJECT_TYPE,
          DATATYPE_MISMATCH,
          INDETERMINATE_DATATYPE,
          INDETERMINATE_COLLATION,
          COLLATION_MISMATCH,
          CANNOT_COERCE,
          OBJECT_IN_USE,
          OBJECT_NOT_IN_PREREQUISITE_STATE,
          DEPENDENT_OBJECTS_STILL_EXIST,
          FEATURE_NOT_SUPPORTED,
          INVALID_TEXT_REPRESENTATION,
          INVALID_BINARY_REPRESENTATION,
          CHARACTER_NOT_IN_REPERTOIRE,
          UNTRANSLATABLE_CHARACTER,
          STRING_DATA_RIGHT_TRUNCATION,
          STRING_DATA_LENGTH_MISMATCH,
          DATA_EXCEPTION,
          NUMERIC_VALUE_OUT_OF_RANGE,
          DIVISION_BY_ZERO,
          INVALID_ARGUMENT_FOR_LOGARITHM,
          INVALID_ARGUMENT_FOR_POWER_FUNCTION,
          INVALID_ARGUMENT_FOR_NTH_VALUE,
          INVALID_ARGUMENT_FOR_NTILE,
          INVALID_ARGUMENT_FOR_WIDTH_BUCKET,
          FLOATING_POINT_EXCEPTION,
          INVALID_DATETIME_FORMAT,
          DATETIME_FIELD_OVERFLOW,
          INTERVAL_FIELD_OVERFLOW,
          INVALID_TIME_ZONE_DISPLACEMENT,
          INVALID_ESCAPE_SEQUENCE,
          INVALID_ESCAPE_CHARACTER,
          INVALID_REGULAR_EXPRESSION,
          INVALID_ROW_COUNT_IN_LIMIT,
          INVALID_ROW_COUNT_IN_OFFSET,
          INVALID_PARAMETER_VALUE,
          CANNOT_CHANGE_RUNTIME_PARAMETER,
          NULL_VALUE_NOT_ALLOWED,
          SUBSTRING_ERROR,
          ARRAY_SUBSCRIPT_ERROR,
          INVALID_TABLESAMPLE_ARGUMENT,
          INVALID_TABLESAMPLE_REPEAT,
          ARRAY_ELEMENT_ERROR,
          INVALID_JSON,
          JSON_ITEM_NOT_FOUND,
          BAD_COPY_FILE_FORMAT,
          INVALID_PRECEDING_OR_FOLLOWING_SIZE,
          NO_SUCH_KEY,
          VALUE_NOT_INTEGER,
          VALUE_NOT_FLOAT,
          VALUE_OVERFLOW,
          VALUE_TOO_LARGE,
          INDEX_OUT_OF_RANGE,
          TARGET_KEY_EXISTS,
          ROW_OPERATION_NOT_ALLOWED,
          RAISE_EXCEPTION,
          INTERNAL_ERROR ->
          "ERR";
    };
  }
}
