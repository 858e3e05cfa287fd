package io.orbit.api.ops;

import java.util.Map;

/**
 * Something that was done, as a part of a trace.
 *
 * @param parentId span id of what it was done for, empty for the first of a trace
 * @param name few different ones, such as {@code commit}
 * @param server whether somebody elsewhere asked for it
 * @param begin nanoseconds since 1970
 * @param end nanoseconds since 1970
 * @param attributes by names of OpenTelemetry's conventions, where there are
 * @param problem what went wrong, empty when nothing did
 */
public record Span(
    TraceContext context,
    String parentId,
    String name,
    boolean server,
    long begin,
    long end,
    Map<String, String> attributes,
    String problem) {}
