/**
 * Traces to an OpenTelemetry collector: OTLP over HTTP with bodies of JSON (OpenTelemetry Protocol
 * 1.x, "OTLP/HTTP"; field names as in its {@code trace.proto}, ids in hexadecimal).
 */
@NullMarked
package io.orbit.telemetry;

import org.jspecify.annotations.NullMarked;
