package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.Commands;
import io.orbit.api.security.Session;
import io.orbit.protocol.rest.RestServices;
import io.orbit.protocol.rest.json.ReplyJson;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.openapi.OptionalMember;
import io.orbit.protocol.rest.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Redis commands by REST. */
@Path("api/v1/redis")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class RedisResource {
  private final RestServices services;

  /**
   * A command.
   *
   * @param arguments its words: strings, numbers, or {@code {"base64": "…"}} for bytes
   */
  public record Command(List<JsonNode> arguments) {}

  /** Its reply. */
  public record Answer(@OptionalMember @Nullable Object reply) {}

  public RedisResource(RestServices services) {
    this.services = services;
  }

  @POST
  @Operation(
      summary = "Runs a Redis command",
      mayLack = true,
      body = Command.class,
      answer = Answer.class)
  public Answer run(Command command, @Context HttpServletRequest request) throws IOException {
    List<JsonNode> words =
        Inputs.require(Inputs.require(command, "arguments").arguments(), "arguments");
    if (words.isEmpty()) {
      throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, "a command has at least a name");
    }
    Commands commands =
        services
            .commands()
            .get()
            .orElseThrow(
                () ->
                    new OrbitException(
                            ErrorCode.FEATURE_NOT_SUPPORTED, "Redis commands are not installed")
                        .withHint("Install the feature orbit-redis."));
    List<byte[]> arguments = words.stream().map(RedisResource::bytes).toList();
    Session session = Caller.session(request);
    String text = "Redis " + words.getFirst().asText();
    return new StatementRunner(services, request)
        .inTransaction(text, 0, () -> new Answer(ReplyJson.of(commands.run(session, arguments))));
  }

  private static byte[] bytes(JsonNode word) {
    JsonNode base64 = word.path(ReplyJson.BASE64);
    if (word.isValueNode() && !word.isNull()) {
      return word.asText().getBytes(StandardCharsets.UTF_8);
    }
    if (base64.isTextual()) {
      try {
        return base64.binaryValue();
      } catch (IOException malformed) {
        throw new OrbitException(
            ErrorCode.INVALID_BINARY_REPRESENTATION, "an argument is not in Base64", malformed);
      }
    }
    throw new OrbitException(
        ErrorCode.INVALID_PARAMETER_VALUE, "an argument is a string or a number, not " + word);
  }
}
