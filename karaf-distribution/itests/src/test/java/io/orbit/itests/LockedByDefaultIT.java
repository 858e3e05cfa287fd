package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** Nobody gets in without a password, and nobody from elsewhere at all. */
@ExtendWith(SharedServer.class)
class LockedByDefaultIT {
  private final Server server;

  LockedByDefaultIT(Server server) {
    this.server = server;
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "SET", "FLUSHALL", "CONFIG", "INFO", "MULTI", "KEYS", "PING"})
  void redisDoesNothingForAStranger(String command) {
    try (Jedis stranger = Clients.strangerToRedis(server)) {
      assertThatThrownBy(
              () -> stranger.sendCommand(Protocol.Command.valueOf(command), arguments(command)))
          .isInstanceOf(JedisDataException.class)
          .hasMessageStartingWith("NOAUTH");
    }
  }

  private static String[] arguments(String command) {
    return switch (command) {
      case "GET", "KEYS" -> new String[] {"k"};
      case "SET" -> new String[] {"k", "v"};
      case "CONFIG" -> new String[] {"GET", "maxmemory"};
      default -> new String[0];
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"orbit", "default", "nobody"})
  void redisRefusesAWrongPassword(String user) {
    try (Jedis stranger = Clients.strangerToRedis(server)) {
      assertThatThrownBy(() -> stranger.auth(user, "wrong"))
          .isInstanceOf(JedisDataException.class)
          .hasMessageStartingWith("WRONGPASS");
      assertThatThrownBy(() -> stranger.get("k"))
          .isInstanceOf(JedisDataException.class)
          .hasMessageStartingWith("NOAUTH");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"orbit", "postgres", "nobody"})
  void postgresRefusesAWrongPassword(String user) {
    SQLException refused =
        catchThrowableOfType(SQLException.class, () -> Clients.sql(server, user, "wrong").close());
    assertThat(refused.getSQLState()).isEqualTo("28P01");
  }

  @Test
  void httpAnswersAStrangerNothingButItsHealth() throws Exception {
    for (String open : List.of("/health", "/ready", "/live")) {
      assertThat(asStranger("GET", open).statusCode()).as(open).isEqualTo(200);
    }
    for (String path : List.of("/metrics", "/openapi.json", "/api/v1/none", "/api/v1/features")) {
      HttpResponse<String> refused = asStranger("GET", path);
      assertThat(refused.statusCode()).as(path).isEqualTo(401);
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(refused.body()).doesNotContain("\tat ", "Exception", "io.orbit");
    }
    List<String> operations = operations();
    assertThat(operations).hasSizeGreaterThan(30);
    for (String operation : operations) {
      String[] words = operation.split(" ");
      boolean open =
          List.of("/health", "/ready", "/live").contains(words[1])
              || operation.equals("POST /api/v1/session")
              || words[1].startsWith("/api/v1/session/providers");
      int status = asStranger(words[0], words[1].replaceAll("\\{\\w+}", "1")).statusCode();
      assertThat(status == 401).as(operation + ": " + status).isNotEqualTo(open);
    }
  }

  /** Method and path of everything that the server says it serves. */
  private List<String> operations() throws Exception {
    List<String> operations = new ArrayList<>();
    String description = Rest.send(server, "GET", "/openapi.json", "").body();
    Matcher part =
        Pattern.compile("\"(/[^\"]*)\":\\{|\"(get|post|put|patch|delete)\":\\{\"tags\"")
            .matcher(description);
    String path = "";
    while (part.find()) {
      if (part.group(1) != null) {
        path = part.group(1);
      } else {
        operations.add(part.group(2).toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    return operations;
  }

  private HttpResponse<String> asStranger(String method, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(Rest.address(server) + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void theRightPasswordOpens() throws SQLException {
    try (Jedis redis = Clients.redis(server)) {
      assertThat(redis.ping()).isEqualTo("PONG");
    }
    Clients.sql(server).close();
  }

  @Test
  void nothingListensBeyondThisMachine() throws Exception {
    List<InetAddress> outside =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .toList();
    for (InetAddress address : outside) {
      for (int port : new int[] {5432, 6379, 8080, 8101}) {
        try (Socket socket = new Socket()) {
          InetSocketAddress target = new InetSocketAddress(address, server.port(port));
          assertThatThrownBy(() -> socket.connect(target, 5000))
              .as("%s", target)
              .isInstanceOf(ConnectException.class);
        }
      }
    }
  }
}
