package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags of records (RFC 9110, 8.8.3): strong, and the same as long as the record's members
 * are. With {@code If-Match} a change is made only to what its sender has read.
 */
final class RecordTag {
  private static final int BYTES = 12;
  private static final String ANY = "*";

  private RecordTag() {}

  static EntityTag of(ObjectNode record) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(record.toString().getBytes(StandardCharsets.UTF_8));
      return new EntityTag(HexFormat.of().formatHex(digest, 0, BYTES));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether a request changes a record only on a condition. */
  static boolean isConditional(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.IF_MATCH) != null
        || request.getHeader(HttpHeaders.IF_NONE_MATCH) != null;
  }

  /**
   * Refuses a change with 412 whose condition the record does not meet.
   *
   * @param record as it is now, null when there is none
   */
  static void require(HttpServletRequest request, @Nullable ObjectNode record) {
    String match = request.getHeader(HttpHeaders.IF_MATCH);
    String noneMatch = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (match != null && !names(match, record) || noneMatch != null && names(noneMatch, record)) {
      throw new WebApplicationException(Status.PRECONDITION_FAILED);
    }
  }

  /** Whether the sender has the record as it is. */
  static boolean isKnown(HttpServletRequest request, ObjectNode record) {
    String noneMatch = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    return noneMatch != null && names(noneMatch, record);
  }

  private static boolean names(String header, @Nullable ObjectNode record) {
    if (record == null) {
      return false;
    }
    String tag = '"' + of(record).getValue() + '"';
    return header.strip().equals(ANY)
        || Arrays.stream(header.split(",")).map(String::strip).anyMatch(tag::equals);
  }
}
