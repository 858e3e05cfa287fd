package io.orbit.api.catalog;

import io.orbit.api.value.DataType;
import java.util.List;

/**
 * An enum, a domain or a composite type.
 *
 * @param type the type, with its definition; columns carry copies of it, which whoever changes it
 *     changes too
 */
public record UserType(
    long id,
    String name,
    long version,
    long owner,
    List<Grant> grants,
    long database,
    long schema,
    DataType type,
    String comment)
    implements CatalogObject {}
