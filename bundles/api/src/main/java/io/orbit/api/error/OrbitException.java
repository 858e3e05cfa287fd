package io.orbit.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The one exception that reaches a client. The message tells the user what is wrong; {@link
 * #detail()} and {@link #hint()} say more. No stack trace is ever shown to a client, and none is
 * filled in for conditions that are part of normal operation (everything but {@link
 * ErrorCode#INTERNAL_ERROR}, {@link ErrorCode#IO_ERROR} and {@link ErrorCode#DATA_CORRUPTED}), so
 * that an error costs little.
 *
 * <p>Immutable; the {@code with…} methods answer copies.
 */
public final class OrbitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String detail;
  private final @Nullable String hint;
  private final int position;
  private final ErrorSubject subject;
  private final @Nullable String ownState;

  public OrbitException(ErrorCode code, String message) {
    this(code, message, null, null, -1, ErrorSubject.NONE, null, null);
  }

  public OrbitException(ErrorCode code, String message, Throwable cause) {
    this(code, message, null, null, -1, ErrorSubject.NONE, null, cause);
  }

  private OrbitException(
      ErrorCode code,
      String message,
      @Nullable String detail,
      @Nullable String hint,
      int position,
      ErrorSubject subject,
      @Nullable String ownState,
      @Nullable Throwable cause) {
    super(message, cause, false, wantsTrace(code));
    this.code = code;
    this.detail = detail;
    this.hint = hint;
    this.position = position;
    this.subject = subject;
    this.ownState = ownState;
  }

  private static boolean wantsTrace(ErrorCode code) {
    return code == ErrorCode.INTERNAL_ERROR
        || code == ErrorCode.IO_ERROR
        || code == ErrorCode.DATA_CORRUPTED;
  }

  /** The message, never null here. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code.name() : message;
  }

  public ErrorCode code() {
    return code;
  }

  public @Nullable String detail() {
    return detail;
  }

  public @Nullable String hint() {
    return hint;
  }

  /** Zero-based character (UTF-16) offset into the statement's text, or -1. */
  public int position() {
    return position;
  }

  /** The object the error is about (schema, table, column, constraint, type); parts may be null. */
  public ErrorSubject subject() {
    return subject;
  }

  public OrbitException withDetail(String text) {
    return new OrbitException(
        code, getMessage(), text, hint, position, subject, ownState, getCause());
  }

  public OrbitException withHint(String text) {
    return new OrbitException(
        code, getMessage(), detail, text, position, subject, ownState, getCause());
  }

  public OrbitException at(int offset) {
    return new OrbitException(
        code, getMessage(), detail, hint, offset, subject, ownState, getCause());
  }

  public OrbitException about(ErrorSubject object) {
    return new OrbitException(
        code, getMessage(), detail, hint, position, object, ownState, getCause());
  }

  /** The same under a SQLSTATE that a user's own code chose. */
  public OrbitException withSqlState(String state) {
    return new OrbitException(
        code, getMessage(), detail, hint, position, subject, state, getCause());
  }

  /** Its SQLSTATE: the code's unless a user's own code chose one. */
  public String sqlState() {
    return ownState == null ? SqlState.of(code) : ownState;
  }
}
