package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orbit.protocol.rest.openapi.OptionalMember;
import org.jspecify.annotations.Nullable;

/**
 * A table on its way into another engine, or there.
 *
 * @param engine to which it goes
 * @param state {@code running}, {@code done}, {@code failed} or {@code canceled}
 * @param copied records copied so far, of the table itself
 * @param total records there were when it began, 0 before that is known
 * @param problem why it ended early; then nothing has changed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EngineMove(
    String id,
    String database,
    String schema,
    String name,
    String engine,
    String state,
    long copied,
    long total,
    String startedAt,
    @OptionalMember @Nullable String problem) {}
