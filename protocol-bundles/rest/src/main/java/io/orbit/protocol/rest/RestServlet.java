package io.orbit.protocol.rest;

import io.orbit.api.ops.Metrics;
import io.orbit.protocol.rest.security.Caller;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jspecify.annotations.Nullable;

/**
 * One servlet for all paths, with Jersey inside: it holds each request's session from first to
 * last, and another set of resources takes over between two requests. Thread-safe.
 */
public final class RestServlet extends HttpServlet {
  /** What it serves; the last is whatever nobody else serves, which is refused in our words. */
  public static final String[] PATTERNS = {
    "/api/v1/*", "/health", "/ready", "/live", "/metrics", "/openapi.json", "/"
  };

  private static final long serialVersionUID = 1L;
  private static final int SMALL_BODY = 64 << 10;

  private final transient ReentrantReadWriteLock swapping = new ReentrantReadWriteLock();
  private final transient Runnable serving;
  private final transient Metrics metrics;
  private final transient RequestSpans spans;
  private final transient Metrics.Histogram latency;
  private final transient AtomicInteger inFlight = new AtomicInteger();
  private final transient AutoCloseable gauge;
  private transient Generation current;
  private transient @Nullable ServletConfig config;

  /**
   * @param spans of the requests
   * @param serving run once this has been initialised
   */
  public RestServlet(
      ResourceConfig resources, Metrics metrics, RequestSpans spans, Runnable serving) {
    this.serving = serving;
    this.spans = spans;
    this.current = new Generation(resources);
    this.metrics = metrics;
    this.latency =
        metrics.histogram("orbit_http_request_duration_seconds", "Time of HTTP requests.");
    this.gauge =
        metrics.gauge("orbit_http_requests_in_flight", "HTTP requests going on.", inFlight::get);
  }

  @Override
  public void init(ServletConfig given) throws ServletException {
    super.init(given);
    config = given;
    initialise(current.jersey, given);
    serving.run();
  }

  /**
   * Serves another set of resources from the next request on; those that run go on to their end.
   */
  public void replace(ResourceConfig resources) throws ServletException {
    Generation next = new Generation(resources);
    swapping.writeLock().lock();
    try {
      if (config != null) {
        initialise(next.jersey, config);
        current.retire();
      }
      current = next;
    } finally {
      swapping.writeLock().unlock();
    }
  }

  /** One set of resources, which ends when it is retired and its last request is over. */
  private static final class Generation {
    final ServletContainer jersey;
    private final AtomicInteger users = new AtomicInteger(1);

    Generation(ResourceConfig resources) {
      jersey = new ServletContainer(resources);
    }

    void enter() {
      users.incrementAndGet();
    }

    void leave() {
      if (users.decrementAndGet() == 0) {
        jersey.destroy();
      }
    }

    void retire() {
      leave();
    }
  }

  /** Jersey finds its parts by the thread's class loader. */
  private static void initialise(ServletContainer container, ServletConfig config)
      throws ServletException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(ResourceConfig.class.getClassLoader());
    try {
      container.init(config);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The set that serves now, which the caller leaves when it is done. */
  private Generation enter() {
    swapping.readLock().lock();
    try {
      current.enter();
      return current;
    } finally {
      swapping.readLock().unlock();
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    long begin = System.nanoTime();
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    Caller caller = Caller.begin(request);
    Optional<RequestSpans.Running> span = spans.begin(request, caller);
    Generation generation = enter();
    inFlight.incrementAndGet();
    try {
      generation.jersey.service(new WholePath(request), response);
      readRest(request);
    } finally {
      inFlight.decrementAndGet();
      generation.leave();
      caller.close();
      span.ifPresent(running -> running.end(request, response.getStatus()));
      latency.record(System.nanoTime() - begin);
      metrics
          .counter(
              "orbit_http_requests_total",
              "HTTP requests.",
              "method",
              known(request.getMethod()),
              "status",
              Integer.toString(response.getStatus()))
          .increment();
    }
  }

  /**
   * What a refusal left unread of a small body: the HTTP server would end the connection for it,
   * perhaps under the client's next request.
   */
  private static void readRest(HttpServletRequest request) {
    long length = request.getContentLengthLong();
    if (request.isAsyncStarted() || length <= 0 || length > SMALL_BODY) {
      return;
    }
    try {
      request.getInputStream().readAllBytes();
    } catch (IOException | IllegalStateException gone) {
      return;
    }
  }

  private static String known(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
      default -> "other";
    };
  }

  @Override
  public void destroy() {
    current.retire();
    try {
      gauge.close();
    } catch (Exception failure) {
      throw new IllegalStateException("the registry keeps a figure of REST", failure);
    }
  }

  /** Whatever pattern matched, Jersey sees the whole path below the root. */
  private static final class WholePath extends HttpServletRequestWrapper {
    WholePath(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getServletPath() {
      return "";
    }

    @Override
    public String getPathInfo() {
      String info = super.getPathInfo();
      return super.getServletPath() + (info == null ? "" : info);
    }
  }
}
