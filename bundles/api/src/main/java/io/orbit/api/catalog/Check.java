package io.orbit.api.catalog;

/** A CHECK constraint. @param text the condition as written */
public record Check(long id, String name, String text, boolean validated) {}
