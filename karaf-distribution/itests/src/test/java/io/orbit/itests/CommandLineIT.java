package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.itests.Script.Apart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./orbit sql}, {@code redis}, {@code query} and the operator's tasks, as scripts use them.
 */
@ExtendWith(SharedServer.class)
class CommandLineIT {
  @TempDir private Path folder;

  /** Runs a command with the options that name the server; where they stand makes no difference. */
  private static Apart orbit(Server server, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--port-offset", Integer.toString(server.offset())));
    return Script.runApart(input, all.toArray(String[]::new));
  }

  @Test
  void aScriptOfSqlPrintsItsDataAndNothingElse(Server server) throws Exception {
    String script =
        """
        CREATE TABLE cli_items (id int PRIMARY KEY, name text);
        INSERT INTO cli_items VALUES (1, 'lamp; red'), (2, NULL);
        SELECT * FROM cli_items ORDER BY id;
        SELECT nothing
          FROM cli_nowhere;
        COPY cli_items FROM STDIN;
        3\tchair
        4\ttwo\\nlines
        \\.
        COPY cli_items TO STDOUT;
        CREATE FUNCTION""";
    Apart answer = orbit(server, script, "sql");
    assertThat(answer.output())
        .isEqualTo("1\tlamp; red\n2\t\\N\n1\tlamp; red\n2\t\\N\n3\tchair\n4\ttwo\\nlines\n");
    assertThat(answer.errors())
        .contains(
            "ERROR:  relation \"cli_nowhere\" does not exist [42P01]\n"
                + "LINE 2:   FROM cli_nowhere;\n"
                + "               ^\n")
        .contains("[42601]");
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void aFailureEndsTheScriptWhereThatIsWanted(Server server) throws Exception {
    Apart answer =
        orbit(server, "", "sql", "--stop-on-error", "-e", "SELECT 1/0", "-e", "SELECT 2");
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.output()).isEmpty();
    assertThat(answer.errors()).contains("[22012]");
  }

  @Test
  void statementsAndFilesRunInTheOrderGiven(Server server) throws Exception {
    Path file = Files.writeString(folder.resolve("two.sql"), "SELECT 2 AS b;\n\\x\nSELECT 3 AS c");
    Apart answer =
        orbit(server, "", "sql", "--output", "table", "-e", "SELECT 1 AS a", "-f", file.toString());
    assertThat(answer.output())
        .isEqualTo(
            " a\n---\n 1\n(1 row)\n\n b\n---\n 2\n(1 row)\n\n"
                + "-[ RECORD 1 ]---------------------------\nc | 3\n\n");
    assertThat(answer.exitCode()).isZero();
    assertThat(orbit(server, "", "sql", "-f", folder.resolve("none").toString()).exitCode())
        .isEqualTo(2);
  }

  @Test
  void copyReadsAndWritesFilesOfThisMachine(Server server) throws Exception {
    Path from = Files.writeString(folder.resolve("in.csv"), "id,name\n1,\"a, b\"\n2,日本\n");
    Path to = folder.resolve("out.csv");
    String script =
        """
        CREATE TABLE cli_copied (id int PRIMARY KEY, name text);
        \\copy cli_copied from '%s' with (format csv, header)
        \\copy (select * from cli_copied order by id) to '%s' with (format csv, header)
        """
            .formatted(from, to);
    Apart answer = orbit(server, script, "sql");
    assertThat(answer).isEqualTo(new Apart(0, "", ""));
    assertThat(to).hasSameTextualContentAs(from);
  }

  @Test
  void theCatalogIsDescribed(Server server) throws Exception {
    String script =
        "CREATE TABLE cli_shown (id int PRIMARY KEY, name text NOT NULL DEFAULT 'x');\n"
            + "\\dt cli_sh*\n\\d cli_shown\n\\du orbit\n\\l\n\\dn public\n\\di cli_shown_pkey\n"
            + "\\d cli_absent\n";
    Apart answer = orbit(server, script, "sql", "--output", "csv");
    assertThat(answer.output())
        .contains("public,cli_shown,table,orbit\n")
        .contains("public.cli_shown,name,text,not null,'x'\n")
        .contains("cli_shown_pkey,PRIMARY KEY (id)\n")
        .contains("orbit,t,t,t,t,{}\n")
        .contains("public,orbit\n");
    assertThat(answer.errors()).contains("There is no relation cli_absent.");
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void redisCommandsAreAnsweredAsRedisCliDoes(Server server) throws Exception {
    String script =
        "SET cli:k \"a b\\x00\"\nGET cli:k\nHSET cli:h f 1\nHGETALL cli:h\nLPUSH cli:h 1\n"
            + "MULTI\nINCR cli:n\nEXEC\n";
    Apart answer = orbit(server, script, "redis", "--output", "table");
    assertThat(answer.output())
        .isEqualTo(
            "OK\n\"a b\\x00\"\n(integer) 1\n1# \"f\" => \"1\"\nOK\nQUEUED\n1) (integer) 1\n");
    assertThat(answer.errors()).startsWith("(error) WRONGTYPE");
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(orbit(server, "", "redis", "GET", "cli:k").output()).isEqualTo("a b\0\n");
    assertThat(orbit(server, "HGETALL cli:h", "redis", "--output", "json").output())
        .isEqualTo("{\"f\": \"1\"}\n");
  }

  @Test
  void otherLanguagesRunOverRest(Server server) throws Exception {
    Apart answer =
        orbit(server, "SELECT 1 AS a, 'x' AS b;\nSELECT\n  y;", "query", "sql", "--output", "json");
    assertThat(answer.output()).isEqualTo("[{\"a\": 1, \"b\": \"x\"}]\n");
    assertThat(answer.errors()).contains("[42703]\nLINE 2:   y\n          ^");
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(orbit(server, "", "query").output()).isEqualTo("sql\n");
    assertThat(orbit(server, "", "query", "klingon").exitCode()).isEqualTo(2);
  }

  @Test
  void anOperatorsTasks(Server server) throws Exception {
    assertThat(orbit(server, "", "status").output()).containsPattern("state +\\| UP");
    assertThat(orbit(server, "", "features", "--output", "plain").output())
        .containsPattern("(?m)^orbit-redis\t.*\tprotocol\ttrue\t");
    assertThat(orbit(server, "", "config", "server.port_offset", "--output", "csv").output())
        .contains("server.port_offset," + server.offset() + ",0,");
    assertThat(orbit(server, "", "logs", "--logger", "io.orbit.net").output())
        .contains("postgres listens on");
    Apart refused = orbit(server, "", "features", "install", "orbit-klingon");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors()).contains("orbit-klingon").doesNotContain("Exception");
  }

  @Test
  void aUserIsMadeAndLogsIn(Server server) throws Exception {
    assertThat(orbit(server, "Cli-Secret-1\n", "users", "create", "cli_bob").exitCode()).isZero();
    Path password = Files.writeString(folder.resolve("password"), "Cli-Secret-1\n");
    String[] asBob = {"--user", "cli_bob", "--password-file", password.toString()};
    assertThat(
            orbit(server, "SELECT current_user", "sql", asBob[0], asBob[1], asBob[2], asBob[3])
                .output())
        .isEqualTo("cli_bob\n");
    assertThat(orbit(server, "", "users", "drop", "cli_bob").exitCode()).isZero();
    Apart gone = orbit(server, "SELECT 1", "sql", asBob[0], asBob[1], asBob[2], asBob[3]);
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.errors()).contains("password authentication failed");
  }

  @Test
  void aSessionIsEnded(Server server) throws Exception {
    try (Connection victim = Clients.sql(server)) {
      String pid = Clients.rows(victim, "SELECT pg_backend_pid()").getFirst();
      assertThat(orbit(server, "", "sessions", "--output", "plain").output())
          .containsPattern("(?m)^" + pid + "\torbit\torbit\tpostgres\t");
      assertThat(orbit(server, "", "sessions", "kill", pid).exitCode()).isZero();
      Await.until("ended", Duration.ofSeconds(30), () -> !victim.isValid(5));
    }
    assertThat(orbit(server, "", "sessions", "kill", "999999").errors())
        .contains("there is no session 999999");
  }

  @Test
  void theDataFolderTellsPortAndCertificate(Server server) throws Exception {
    String data = server.data().toString();
    assertThat(Script.runApart("SELECT 1", "sql", "--data", data, "--tls").output())
        .isEqualTo("1\n");
    assertThat(Script.runApart("PING", "redis", "--data", data, "--tls").output())
        .isEqualTo("PONG\n");
    Apart untrusted = orbit(server, "SELECT 1", "sql", "--tls", "--data", folder.toString());
    assertThat(untrusted.exitCode()).isEqualTo(2);
    assertThat(untrusted.errors()).contains("no connection");
  }

  @Test
  void whereNothingListensItSaysSo() throws Exception {
    for (String command : List.of("sql", "redis", "status")) {
      Apart answer = Script.runApart("", command, "--port", "1");
      assertThat(answer.exitCode()).isEqualTo(2);
      assertThat(answer.errors()).startsWith("orbit: no connection to ").doesNotContain("\tat ");
    }
    assertThat(Script.runApart("", "sql", "--frob").exitCode()).isEqualTo(2);
  }
}
