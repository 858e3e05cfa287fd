package io.orbit.protocol.rest;

import io.orbit.api.ops.ServerSettings;
import java.util.List;

/** One setting. */
final class OneSetting implements ServerSettings {
  @Override
  public List<Setting> list() {
    return List.of(
        new Setting("server.http_port", "8080", "8080", "default", "Port of the protocol http"));
  }
}
