package io.orbit.protocol.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.protocol.rest.openapi.OptionalMember;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error as a client gets it (RFC 9457).
 *
 * @param type {@code urn:orbit:error:} and the condition's name
 * @param title the condition in words
 * @param status HTTP status
 * @param detail what is wrong in this case
 * @param code name of the condition
 * @param sqlState its SQLSTATE; absent for what HTTP itself refuses
 * @param more further detail, such as what uses an object
 * @param hint what to do about it
 * @param position offset of the mistake in the statement's text, in UTF-16 units from 0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @OptionalMember @Nullable String sqlState,
    @OptionalMember @Nullable String more,
    @OptionalMember @Nullable String hint,
    @OptionalMember @Nullable Integer position,
    @OptionalMember @Nullable String schema,
    @OptionalMember @Nullable String table,
    @OptionalMember @Nullable String column,
    @OptionalMember @Nullable String constraint) {
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String PREFIX = "urn:orbit:error:";

  public static Problem of(OrbitException error) {
    String name = error.code().name().toLowerCase(Locale.ROOT);
    return new Problem(
        PREFIX + name.replace('_', '-'),
        title(name.replace('_', ' ')),
        RestErrors.status(error.code()),
        error.getMessage(),
        error.code().name(),
        error.sqlState(),
        error.detail(),
        error.hint(),
        error.position() < 0 ? null : error.position(),
        error.subject().schema(),
        error.subject().table(),
        error.subject().column(),
        error.subject().constraint());
  }

  /** What HTTP itself refuses: no such path, method, media type. */
  public static Problem of(int status, String title, String detail) {
    return of(status, title, detail, ErrorCode.PROTOCOL_VIOLATION);
  }

  /** What REST itself refuses with a status of its own. */
  public static Problem of(int status, String title, String detail, ErrorCode code) {
    return new Problem(
        "about:blank",
        title,
        status,
        detail,
        code.name(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static String title(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
