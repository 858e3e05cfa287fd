package io.orbit.api.storage;

/**
 * A space that is being copied into another engine.
 *
 * @param space its number
 * @param from the engine that holds it
 * @param to the engine that is to hold it
 * @param copied records copied so far
 * @param total records there were when it began
 */
public record StorageMove(int space, String from, String to, long copied, long total) {}
