package io.orbit.api.query.tree;

/** One statement of a language. */
public sealed interface Statement
    permits Query,
        Modification,
        Definition,
        ObjectDefinition,
        AccessControl,
        SessionControl,
        Utility {
  /** Where the statement begins in the text it came from. */
  int position();
}
