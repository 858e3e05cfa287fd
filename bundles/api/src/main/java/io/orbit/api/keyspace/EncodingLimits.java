package io.orbit.api.keyspace;

/**
 * Up to which sizes Redis keeps a value in its small encodings; OBJECT ENCODING is answered by
 * them. Entries are numbers of elements, values bytes of the largest element.
 *
 * @param listBytes most bytes of a whole list; negative numbers -1 to -5 mean 4 KB to 64 KB
 */
public record EncodingLimits(
    int hashEntries,
    int hashValue,
    int setEntries,
    int setValue,
    int numericSetEntries,
    int sortedSetEntries,
    int sortedSetValue,
    int listBytes) {}
