package io.orbit.protocol.rest;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.ServerSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One setting, of this test's life. */
final class OneSetting implements ServerSettings {
  private static final String KEY = "server.redis_port";
  private static final String DEFAULT = "6379";

  private String value = DEFAULT;
  private String before = DEFAULT;

  @Override
  public synchronized List<Setting> list() {
    return List.of(
        new Setting(
            KEY,
            value,
            DEFAULT,
            value.equals(DEFAULT) ? "default" : "overrides.toml, line 2",
            "Port of the protocol redis",
            "number",
            List.of(),
            true,
            ""));
  }

  @Override
  public synchronized List<Change> preview(Map<String, Optional<String>> wanted) {
    if (!wanted.keySet().stream().allMatch(KEY::equals)) {
      throw new OrbitException(ErrorCode.UNDEFINED_OBJECT, "no such setting: " + wanted.keySet());
    }
    String next = wanted.getOrDefault(KEY, Optional.of(value)).orElse(DEFAULT);
    if (!next.matches("[0-9]+")) {
      throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, KEY + " must be a number");
    }
    return next.equals(value) ? List.of() : List.of(new Change(KEY, value, next, true));
  }

  @Override
  public synchronized List<Change> change(Map<String, Optional<String>> wanted) {
    List<Change> changes = preview(wanted);
    before = value;
    value = changes.isEmpty() ? value : changes.getFirst().after();
    return changes;
  }

  @Override
  public synchronized List<Change> undo() {
    return change(Map.of(KEY, Optional.of(before)));
  }
}
