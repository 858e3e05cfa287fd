package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Transactions over several requests. */
class TransactionTest {
  private static final String TRANSACTIONS = "/api/v1/transactions";
  private static final String RECORD = "/api/v1/collections/public/items/records/";
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String begin(String body) throws Exception {
    HttpResponse<String> begun = server.asAdministrator("POST", TRANSACTIONS, body);
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
    return new ObjectMapper().readTree(begun.body()).path("id").asText();
  }

  private static HttpResponse<String> statement(String text, String transaction) {
    return server.asAdministrator(
        "POST",
        "/api/v1/statements" + (transaction.isEmpty() ? "" : "?transaction=" + transaction),
        "{\"text\":\"" + text + "\"}");
  }

  private static int end(String method, String path) {
    return server.asAdministrator(method, TRANSACTIONS + "/" + path, "").statusCode();
  }

  @Test
  void whatSeveralRequestsDidIsThereForOthersAtItsEnd() throws Exception {
    String id = begin("{\"isolation\":\"repeatable read\"}");
    assertThat(statement("INSERT INTO items VALUES (80, 'vase', 1)", id).statusCode())
        .isEqualTo(200);
    server.asAdministrator("PUT", RECORD + "81?transaction=" + id, "{\"name\":\"cup\"}");
    String command = "{\"arguments\":[\"HSET\",\"items:80\",\"qty\",\"5\"]}";
    assertThat(
            server.asAdministrator("POST", "/api/v1/redis?transaction=" + id, command).statusCode())
        .isEqualTo(200);

    assertThat(statement("SELECT qty FROM items WHERE id = 80", id).body())
        .contains("\"rows\":[[5]]");
    assertThat(statement("SELECT qty FROM items WHERE id = 80", "").body()).contains("\"rows\":[]");
    assertThat(end("POST", id + "/commit")).isEqualTo(204);

    assertThat(server.asAdministrator("GET", RECORD + "80", "").body())
        .isEqualTo("{\"id\":80,\"name\":\"vase\",\"qty\":5}");
    assertThat(server.asAdministrator("GET", RECORD + "81", "").statusCode()).isEqualTo(200);
    assertThat(end("POST", id + "/commit")).isEqualTo(404);
    assertThat(statement("SELECT 1", id).statusCode()).isEqualTo(409);
  }

  @Test
  void whatIsRolledBackWasNever() throws Exception {
    String id = begin("{}");
    statement("INSERT INTO items VALUES (82, 'vase', 1)", id);
    assertThat(end("DELETE", id)).isEqualTo(204);
    assertThat(server.asAdministrator("GET", RECORD + "82", "").statusCode()).isEqualTo(404);
    assertThat(end("DELETE", id)).isEqualTo(404);
  }

  @Test
  void afterAFailureOnlyItsEndIsAccepted() throws Exception {
    String id = begin("{}");
    statement("INSERT INTO items VALUES (83, 'vase', 1)", id);
    assertThat(statement("SELECT 1 / 0", id).statusCode()).isEqualTo(422);
    HttpResponse<String> refused = statement("SELECT 1", id);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("IN_FAILED_TRANSACTION");
    assertThat(end("POST", id + "/commit")).isEqualTo(409);
    assertThat(server.asAdministrator("GET", RECORD + "83", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aStatementMayEndItToo() throws Exception {
    String id = begin("{}");
    statement("INSERT INTO items VALUES (84, 'vase', 1)", id);
    assertThat(statement("COMMIT", id).statusCode()).isEqualTo(200);
    assertThat(server.asAdministrator("GET", RECORD + "84", "").statusCode()).isEqualTo(200);
  }

  @Test
  void itIsItsUsersOnlyAndKeepsWhatItSaid() throws Exception {
    String id = begin("{\"readOnly\":true}");
    assertThat(
            server
                .send(
                    "POST",
                    "/api/v1/statements?transaction=" + id,
                    "{\"text\":\"SELECT 1\"}",
                    "Authorization",
                    TestServer.reader())
                .statusCode())
        .isEqualTo(409);
    HttpResponse<String> refused = statement("INSERT INTO items VALUES (85, 'vase', 1)", id);
    assertThat(refused.body()).contains("READ_ONLY_TRANSACTION");
    assertThat(end("DELETE", id)).isEqualTo(204);
    assertThat(
            server.asAdministrator("POST", TRANSACTIONS, "{\"isolation\":\"none\"}").statusCode())
        .isEqualTo(400);
  }
}
