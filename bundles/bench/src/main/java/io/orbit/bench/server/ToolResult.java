package io.orbit.bench.server;

/** What a load's tool reports: how many operations it ran, and how many a second. */
record ToolResult(long operations, double perSecond) {}
