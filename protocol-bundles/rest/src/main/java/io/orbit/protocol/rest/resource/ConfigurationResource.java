package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.ServerSettings;
import io.orbit.api.ops.ServerSettings.Setting;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** What the server was told to be; read-only. */
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
