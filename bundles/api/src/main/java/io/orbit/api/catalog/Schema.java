package io.orbit.api.catalog;

import java.util.List;

/** A schema of a database. */
public record Schema(
    long id,
    String name,
    long version,
    long owner,
    List<Grant> grants,
    long database,
    String comment)
    implements CatalogObject {}
