package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.orbit.protocol.rest.openapi.OptionalMember;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to run and how to answer.
 *
 * @param language {@code sql} when not said
 * @param text the statement
 * @param parameters values of {@code $1} and so on; none when not said
 * @param explain whether only its plan is wanted
 * @param maximumRows rows answered at most, 10,000 when not said; NDJSON has no limit
 * @param timeoutMillis when it is stopped; 0 or not said: never
 * @param id by which it can be stopped while it runs; the client's choice
 * @param values {@code json} (numbers are numbers) when not said, or {@code text} (every value as
 *     its text, no digit lost)
 */
public record StatementRequest(
    @OptionalMember @Nullable String language,
    String text,
    @OptionalMember @Nullable List<JsonNode> parameters,
    @OptionalMember @Nullable Boolean explain,
    @OptionalMember @Nullable Integer maximumRows,
    @OptionalMember @Nullable Long timeoutMillis,
    @OptionalMember @Nullable String id,
    @OptionalMember @Nullable String values) {}
