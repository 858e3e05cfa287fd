package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.ServerSettings;
import io.orbit.api.ops.ServerSettings.Change;
import io.orbit.api.ops.ServerSettings.Setting;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the server was told to be, and telling it otherwise. */
@Path("api/v1/configuration")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class ConfigurationResource {
  private final ServerSettings settings;

  public ConfigurationResource(ServerSettings settings) {
    this.settings = settings;
  }

  @GET
  @Operation(summary = "Lists all settings with their origin", answer = Setting.class, list = true)
  public List<Setting> list() {
    return settings.list();
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary =
          "Changes settings, null to take back what was changed before; with dryRun only tells what"
              + " would differ",
      body = Map.class,
      answer = Change.class,
      list = true)
  public List<Change> change(
      @Nullable ObjectNode wanted, @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
    Map<String, Optional<String>> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> one :
        Inputs.require(wanted, "an object of settings").properties()) {
      texts.put(one.getKey(), text(one.getKey(), one.getValue()));
    }
    return dryRun ? settings.preview(texts) : settings.change(texts);
  }

  private static Optional<String> text(String key, JsonNode value) {
    if (value.isContainerNode()) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE, key + " must be a text, a number, true or false");
    }
    return value.isNull() ? Optional.empty() : Optional.of(value.asText());
  }

  @POST
  @Path("undo")
  @Operation(
      summary = "Takes the last change of settings back; a second time makes it again",
      answer = Change.class,
      list = true)
  public List<Change> undo() {
    return settings.undo();
  }

  @GET
  @Path("{key}")
  @Operation(summary = "Shows a setting", answer = Setting.class)
  public Setting show(@PathParam("key") String key) {
    return settings.list().stream()
        .filter(setting -> setting.key().equals(key))
        .findAny()
        .orElseThrow(() -> Inputs.unknown("setting", key));
  }
}
