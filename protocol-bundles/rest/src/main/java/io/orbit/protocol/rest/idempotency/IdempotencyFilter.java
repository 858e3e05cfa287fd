package io.orbit.protocol.rest.idempotency;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.protocol.rest.idempotency.KnownAnswers.Answer;
import io.orbit.protocol.rest.security.Caller;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Does a request with an {@code Idempotency-Key} once, however often it comes: the second time its
 * first answer is sent again. What failed for the server's reasons, or because of what else goes
 * on, may be tried again with the same key.
 */
@Priority(Priorities.USER)
public final class IdempotencyFilter
    implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {
  /** The header with the key. */
  public static final String HEADER = "Idempotency-Key";

  private static final String PENDING = IdempotencyFilter.class.getName();
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final Set<String> METHODS = Set.of("POST", "PATCH");
  private static final int LARGEST_REQUEST = 1 << 20;
  private static final Set<Integer> AGAIN = Set.of(401, 403, 409, 413, 429);
  private static final int FIRST_OF_SERVER = 500;
  private static final List<String> KEPT_HEADERS =
      List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG);

  private final KnownAnswers answers;

  @Context private HttpServletRequest servletRequest;

  public IdempotencyFilter(KnownAnswers answers) {
    this.answers = answers;
  }

  /** A request that is being done for the first time, and its answer as it is written. */
  private record Pending(String key, Answer head, ByteArrayOutputStream body) {}

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    String key = request.getHeaderString(HEADER);
    if (key == null || !METHODS.contains(request.getMethod())) {
      return;
    }
    if (!KEY.matcher(key).matches()) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          HEADER + " has 1 to 200 visible characters of ASCII and no blanks");
    }
    byte[] body = request.getEntityStream().readNBytes(LARGEST_REQUEST + 1);
    if (body.length > LARGEST_REQUEST) {
      throw new OrbitException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "a request with " + HEADER + " has at most " + LARGEST_REQUEST + " bytes");
    }
    request.setEntityStream(new ByteArrayInputStream(body));
    String own = Caller.session(servletRequest).sessionUser().roleId() + " " + key;
    Optional<Answer> before = answers.begin(own, fingerprint(request, body));
    if (before.isPresent()) {
      Answer answer = before.get();
      Response.ResponseBuilder again = Response.status(answer.status());
      answer.headers().forEach(again::header);
      again.header("Idempotency-Replayed", "true");
      request.abortWith((answer.body().length == 0 ? again : again.entity(answer.body())).build());
    } else {
      request.setProperty(PENDING, own);
    }
  }

  private static byte[] fingerprint(ContainerRequestContext request, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String head =
          request.getMethod()
              + "\n"
              + request.getUriInfo().getRequestUri()
              + "\n"
              + request.getHeaderString(HttpHeaders.ACCEPT)
              + "\n";
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      return digest.digest(body);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!(request.getProperty(PENDING) instanceof String key)) {
      return;
    }
    if (response.getStatus() >= FIRST_OF_SERVER || AGAIN.contains(response.getStatus())) {
      answers.abandon(key);
      request.removeProperty(PENDING);
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : KEPT_HEADERS) {
      String value = response.getHeaderString(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    Answer head = new Answer(response.getStatus(), headers, new byte[0]);
    if (response.hasEntity()) {
      request.setProperty(PENDING, new Pending(key, head, new ByteArrayOutputStream()));
    } else {
      answers.done(key, head);
    }
  }

  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    if (!(context.getProperty(PENDING) instanceof Pending pending)) {
      context.proceed();
      return;
    }
    if (context.getEntity() instanceof StreamingOutput) {
      stream(context, pending);
    } else {
      // What was done is kept before it is told, for a client that is gone already.
      OutputStream client = context.getOutputStream();
      context.setOutputStream(pending.body());
      context.proceed();
      keep(pending);
      pending.body().writeTo(client);
    }
  }

  /** What is done while it is told counts as done once all of it was told. */
  private void stream(WriterInterceptorContext context, Pending pending) throws IOException {
    boolean whole = false;
    context.setOutputStream(new Copying(context.getOutputStream(), pending.body()));
    try {
      context.proceed();
      whole = true;
    } finally {
      if (whole) {
        keep(pending);
      } else {
        answers.abandon(pending.key());
      }
    }
  }

  private void keep(Pending pending) {
    byte[] body = pending.body().toByteArray();
    if (body.length > KnownAnswers.LARGEST_ANSWER) {
      answers.abandon(pending.key());
    } else {
      Answer head = pending.head();
      answers.done(pending.key(), new Answer(head.status(), head.headers(), body));
    }
  }

  /** Writes to both, as far as the copy is of use. */
  private static final class Copying extends FilterOutputStream {
    private final ByteArrayOutputStream copy;

    Copying(OutputStream out, ByteArrayOutputStream copy) {
      super(out);
      this.copy = copy;
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      if (copy.size() <= KnownAnswers.LARGEST_ANSWER) {
        copy.write(one);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      if (copy.size() <= KnownAnswers.LARGEST_ANSWER) {
        copy.write(bytes, offset, length);
      }
    }
  }
}
