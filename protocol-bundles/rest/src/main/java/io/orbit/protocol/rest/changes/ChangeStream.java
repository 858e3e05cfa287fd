package io.orbit.protocol.rest.changes;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.FeedEvent;
import io.orbit.api.records.Records;
import io.orbit.api.security.Session;
import io.orbit.protocol.rest.Problem;
import io.orbit.protocol.rest.json.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/**
 * Sends a feed to one client, on a virtual thread of its own: it reads the next event when the
 * client's connection has taken the one before, so that a slow client costs nothing but its place
 * in the log. Every event carries the place behind it as its id; while nothing happens an event
 * {@code position} does so, which also tells whether the client is still there.
 */
final class ChangeStream implements AutoCloseable {
  private final ChangeFeed feed;
  private final ChangeScope scope;
  private final Session session;
  private final ChangeJson json;
  private final Client client;
  private final Runnable onEnd;

  /**
   * Who gets the events.
   *
   * @param heartbeatMillis how long nothing is sent at most
   * @param isOver whether its credentials are no longer good
   */
  record Client(SseEventSink sink, Sse sse, long heartbeatMillis, BooleanSupplier isOver) {}

  /**
   * @param session its own, closed with it
   * @param onEnd run when it has ended
   */
  ChangeStream(
      ChangeFeed feed,
      ChangeScope scope,
      Session session,
      Records records,
      Client client,
      Runnable onEnd) {
    this.feed = feed;
    this.scope = scope;
    this.session = session;
    this.json = new ChangeJson(records);
    this.client = client;
    this.onEnd = onEnd;
  }

  void start() {
    Thread.ofVirtual().name("orbit-rest-changes").start(this::run);
  }

  private void run() {
    try {
      session.setActivity("active", "GET /api/v1/changes");
      send("position", feed.position().text(), "{}");
      while (!client.sink().isClosed() && !client.isOver().getAsBoolean()) {
        session.checkCanceled();
        FeedEvent event = feed.next(client.heartbeatMillis());
        if (event == null) {
          send("position", feed.position().text(), "{}");
        } else {
          send(event);
        }
      }
    } catch (OrbitException e) {
      sendProblem(e);
    } catch (CompletionException | IllegalStateException e) {
      // The client is gone, or the server has closed the stream.
      return;
    } finally {
      close();
      session.close();
      client.sink().close();
      onEnd.run();
    }
  }

  private void send(FeedEvent event) {
    String place = event.position().text();
    switch (event) {
      case FeedEvent.Begin begin -> send("begin", place, json.begin(begin));
      case FeedEvent.Change change ->
          scope
              .find(change.space())
              .ifPresent(source -> send("change", place, json.change(change, source)));
      case FeedEvent.Commit commit -> send("commit", place, json.commit(commit));
    }
  }

  private void send(String name, String place, String data) {
    client
        .sink()
        .send(
            client
                .sse()
                .newEventBuilder()
                .name(name)
                .id(place)
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(String.class, data)
                .build())
        .toCompletableFuture()
        .join();
  }

  /** Says why nothing more comes; the end of the server says itself. */
  private void sendProblem(OrbitException failure) {
    if (failure.code() == ErrorCode.CANNOT_CONNECT_NOW) {
      return;
    }
    try {
      String problem = Json.mapper().writeValueAsString(Problem.of(failure));
      client
          .sink()
          .send(
              client
                  .sse()
                  .newEventBuilder()
                  .name("problem")
                  .mediaType(MediaType.APPLICATION_JSON_TYPE)
                  .data(String.class, problem)
                  .build())
          .toCompletableFuture()
          .join();
    } catch (IOException | CompletionException | IllegalStateException gone) {
      failure.addSuppressed(gone);
    }
  }

  /** Ends it; its thread does the rest. */
  @Override
  public void close() {
    feed.close();
  }
}
