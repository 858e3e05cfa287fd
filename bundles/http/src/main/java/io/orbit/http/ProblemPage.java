package io.orbit.http;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP server refuses by itself (a malformed request, one with too long headers, a path
 * that leaves the root), as problem details, whatever the client would rather have. It tells the
 * status and what it means, never the text of an exception.
 */
final class ProblemPage extends ErrorHandler {
  static final String MEDIA_TYPE = "application/problem+json";

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
    response.write(true, ByteBuffer.wrap(problem(status)), callback);
  }

  @Override
  protected boolean generateAcceptableResponse(
      Request request,
      Response response,
      Callback callback,
      String contentType,
      List<Charset> charsets,
      int status,
      @Nullable String message,
      @Nullable Throwable cause) {
    generateResponse(request, response, status, message, cause, callback);
    return true;
  }

  private static byte[] problem(int status) {
    String title = HttpStatus.getMessage(status);
    String code =
        status < HttpStatus.INTERNAL_SERVER_ERROR_500 ? "PROTOCOL_VIOLATION" : "INTERNAL_ERROR";
    return """
        {"type":"about:blank","title":"%s","status":%d,"detail":"%s","code":"%s"}"""
        .formatted(title, status, detail(status), code)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String detail(int status) {
    return switch (status) {
      case HttpStatus.BAD_REQUEST_400 -> "the request is not as HTTP has it";
      case HttpStatus.NOT_FOUND_404 -> "nobody serves that path";
      case HttpStatus.URI_TOO_LONG_414 -> "the address is longer than the server reads";
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          "the headers are longer than the server reads";
      case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "HTTP/1.1 is served";
      default -> "the HTTP server refuses the request";
    };
  }
}
