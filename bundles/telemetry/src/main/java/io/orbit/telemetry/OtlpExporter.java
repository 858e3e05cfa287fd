package io.orbit.telemetry;

import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans in batches from a thread of its own, about once a second. What a collector does not
 * take, or what comes faster than it takes, is lost and counted: a trace is never worth a request's
 * time or the server's memory. Thread-safe.
 */
final class OtlpExporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OtlpExporter.class);
  private static final int MOST_WAITING = 8192;
  private static final int MOST_AT_ONCE = 512;
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 1000;
  private static final int FIRST_FAILURE = 300;

  private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final URI endpoint;
  private final String authorizationFile;
  private final OtlpJson json;
  private final Metrics.Counter exported;
  private final Metrics.Counter lost;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean closed;
  private boolean failing;

  OtlpExporter(URI endpoint, String authorizationFile, OtlpJson json, Metrics metrics) {
    this.endpoint = endpoint;
    this.authorizationFile = authorizationFile;
    this.json = json;
    exported = metrics.counter("orbit_spans_exported", "Spans that the collector took.");
    lost = metrics.counter("orbit_spans_lost", "Spans that no collector took.");
    thread = Thread.ofPlatform().daemon().name("orbit-telemetry").start(this::run);
  }

  /** Takes a span along; never blocks. */
  void add(Span span) {
    if (closed || !waiting.offer(span)) {
      lost.increment();
    }
  }

  private void run() {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
      while (!closed) {
        Span first = next();
        if (first != null) {
          send(client, batch(first));
        }
      }
      for (Span rest = waiting.poll(); rest != null && !failing; rest = waiting.poll()) {
        send(client, batch(rest));
      }
    }
  }

  private @Nullable Span next() {
    try {
      Span first = waiting.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      if (first != null && waiting.size() < MOST_AT_ONCE) {
        gathered(PAUSE_MILLIS);
      }
      return first;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      closed = true;
      return null;
    }
  }

  /** Lets more come, unless it is about to end. */
  private void gathered(long millis) throws InterruptedException {
    if (closing.await(millis, TimeUnit.MILLISECONDS)) {
      LOG.debug("the last spans are sent");
    }
  }

  private List<Span> batch(Span first) {
    List<Span> batch = new ArrayList<>();
    batch.add(first);
    waiting.drainTo(batch, MOST_AT_ONCE - 1);
    return batch;
  }

  private void send(HttpClient client, List<Span> batch) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(endpoint)
              .timeout(LIMIT)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(json.encode(batch)));
      if (!authorizationFile.isEmpty()) {
        request.header("Authorization", Files.readString(Path.of(authorizationFile)).strip());
      }
      HttpResponse<Void> answer = client.send(request.build(), BodyHandlers.discarding());
      if (answer.statusCode() >= FIRST_FAILURE) {
        throw new IOException("it answers " + answer.statusCode());
      }
      exported.add(batch.size());
      failing = false;
    } catch (IOException failure) {
      lose(batch, failure);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      closed = true;
      lose(batch, ended);
    }
  }

  private void lose(List<Span> batch, Exception failure) {
    lost.add(batch.size());
    if (!failing) {
      LOG.warn("the collector {} takes no traces; this is said once", endpoint, failure);
      failing = true;
    }
  }

  /** Sends what is left, within some seconds. */
  @Override
  public void close() {
    closed = true;
    closing.countDown();
    try {
      thread.join(LIMIT.plusSeconds(1));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
