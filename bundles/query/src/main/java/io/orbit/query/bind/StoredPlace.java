package io.orbit.query.bind;

/** Where an expression stands that the catalog keeps, or that runs over single rows of a table. */
public enum StoredPlace {
  DEFAULT("DEFAULT expression"),
  CHECK("check constraint"),
  GENERATED("column generation expression"),
  INDEX("index expression"),
  INDEX_PREDICATE("index predicate"),
  CONVERSION("transform expression"),
  COPY_FILTER("COPY FROM WHERE condition");

  private final String shown;

  StoredPlace(String shown) {
    this.shown = shown;
  }

  /** As messages name it. */
  public String shown() {
    return shown;
  }
}
