package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.client.connect.Endpoint;
import io.orbit.client.redis.RedisConnection;
import io.orbit.client.redis.RedisInterpreter;
import io.orbit.client.sql.SqlConnection;
import io.orbit.client.sql.SqlInterpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command line at a terminal, key by key. */
@ExtendWith(SharedServer.class)
class PromptIT {
  private static final String SLEEPING =
      "SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(600)%'";

  @TempDir private Path history;

  private static Endpoint endpoint(Server server, int port, String database) {
    return new Endpoint(
        "127.0.0.1",
        server.port(port),
        "orbit",
        Optional.of(Server.PASSWORD),
        database,
        false,
        Optional.empty());
  }

  private TypedPrompt sql(Server server) throws IOException {
    Endpoint endpoint = endpoint(server, 5432, "orbit");
    TypedPrompt prompt =
        new TypedPrompt(
            display ->
                new SqlInterpreter(
                    SqlConnection.open(endpoint), SqlConnection::open, display, false),
            history);
    prompt.await("orbit=> ", 0);
    return prompt;
  }

  private TypedPrompt redis(Server server) throws IOException {
    Endpoint endpoint = endpoint(server, 6379, "0");
    TypedPrompt prompt =
        new TypedPrompt(
            display ->
                new RedisInterpreter(() -> RedisConnection.open(endpoint, 3), display, false),
            history);
    prompt.await(endpoint.address() + "> ", 0);
    return prompt;
  }

  @Test
  void aStatementGoesOnOverLinesAndThePromptTellsWhy(Server server) throws IOException {
    try (TypedPrompt prompt = sql(server)) {
      prompt.say("SELECT 'a", "orbit'> ");
      prompt.say("b' AS x, (", "orbit(> ");
      String answer = prompt.say("1 + 1) AS y;", "(1 row)");
      assertThat(answer).contains(" x | y", " a+| 2\n b |");
    }
  }

  @Test
  void thePromptShowsTheTransaction(Server server) throws IOException {
    try (TypedPrompt prompt = sql(server)) {
      prompt.say("BEGIN;", "orbit=*> ");
      assertThat(prompt.say("SELECT 1/0;", "orbit=!> ")).contains("[22012]");
      prompt.say("ROLLBACK;", "orbit=> ");
      assertThat(prompt.say("\\conninfo", "orbit=> ")).contains("user \"orbit\"");
    }
  }

  @Test
  void ctrlCStopsTheStatementAndNotTheClient(Server server) throws Exception {
    try (TypedPrompt prompt = sql(server);
        var other = Clients.sql(server)) {
      int before = prompt.shown().length();
      prompt.type("SELECT pg_sleep(600); SELECT 'never';" + TypedPrompt.ENTER);
      Await.until(
          "running", Duration.ofSeconds(30), () -> !Clients.rows(other, SLEEPING).isEmpty());
      prompt.interrupt();
      prompt.await("[57014]", before);
      assertThat(prompt.await("orbit=> ", before)).doesNotContain(" never\n");
      assertThat(prompt.say("SELECT 'still ' || 'there' AS x;", "(1 row)")).contains("still there");
      prompt.awaitPrompt();
      before = prompt.shown().length();
      prompt.type("SELECT this is nothing" + TypedPrompt.CTRL_C);
      prompt.await("orbit=> ", before);
      assertThat(prompt.say("SELECT 7 * 191;", "(1 row)")).contains("1337");
      prompt.awaitPrompt();
      prompt.type(TypedPrompt.CTRL_D);
      prompt.awaitEnd();
    }
  }

  @Test
  void namesOfTheCatalogAreCompleted(Server server) throws Exception {
    try (var connection = Clients.sql(server)) {
      Clients.execute(connection, "CREATE TABLE cli_completion_target (id int PRIMARY KEY)");
    }
    try (TypedPrompt prompt = sql(server)) {
      Await.until(
          "completed",
          Duration.ofSeconds(30),
          () -> {
            int before = prompt.shown().length();
            prompt.type(
                "SELECT count(*) FROM cli_compl" + TypedPrompt.TAB + ";" + TypedPrompt.ENTER);
            return prompt.await("orbit=> ", before).contains("(1 row)");
          });
    }
  }

  @Test
  void passwordsAreNotRememberedAndTheRestIsForTheOwnerOnly(Server server) throws IOException {
    try (TypedPrompt prompt = sql(server)) {
      prompt.say("SELECT 42 AS remembered;", "(1 row)");
      prompt.say("ALTER ROLE cli_nobody PASSWORD 'Forget-me-1';", "ERROR");
      prompt.say("\\q", "");
      prompt.awaitEnd();
    }
    Path file = history.resolve("history-sql");
    assertThat(Files.readString(file)).contains("remembered").doesNotContain("Forget-me");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void copyAsksForItsData(Server server) throws IOException {
    try (TypedPrompt prompt = sql(server)) {
      prompt.say("CREATE TABLE cli_typed (a int PRIMARY KEY, b text);", "CREATE TABLE");
      prompt.say("COPY cli_typed FROM STDIN WITH (FORMAT csv);", ">> ");
      prompt.say("1,it's", ">> ");
      prompt.say("\\.", "COPY 1");
      assertThat(prompt.say("SELECT b FROM cli_typed;", "(1 row)")).contains("it's");
    }
  }

  @Test
  void redisShowsDatabaseAndTransaction(Server server) throws IOException {
    try (TypedPrompt prompt = redis(server)) {
      prompt.say("SELECT 3", "[3]> ");
      prompt.say("MULTI", "[3](TX)> ");
      prompt.say("SET cli:x 1", "QUEUED");
      assertThat(prompt.say("EXEC", "[3]> ")).contains("1) OK");
    }
  }

  @Test
  void messagesComeUntilCtrlC(Server server) throws IOException {
    try (TypedPrompt prompt = redis(server);
        var other = Clients.redis(server)) {
      int before = prompt.shown().length();
      prompt.say("SUBSCRIBE cli:news", "(integer) 1");
      other.publish("cli:news", "extra");
      prompt.await("3) \"extra\"", before);
      prompt.interrupt();
      prompt.await(server.port(6379) + "> ", before + 1);
      assertThat(prompt.say("PING", "PONG")).contains("PONG");
      before = prompt.shown().length();
      prompt.type("BLPOP cli:nothing 0" + TypedPrompt.ENTER);
      Await.until(
          "waiting",
          Duration.ofSeconds(30),
          () -> other.info("clients").contains("blocked_clients:1"));
      prompt.interrupt();
      prompt.await(server.port(6379) + "> ", before);
      prompt.say("PING", "PONG");
    }
  }
}
