package io.orbit.protocol.redis;

/** The commands that search for places. */
enum GeoForm {
  SEARCH,
  SEARCH_STORE,
  RADIUS,
  RADIUS_READ_ONLY,
  MEMBER,
  MEMBER_READ_ONLY;

  /** GEOSEARCH, whose options say from where and how far. */
  boolean isSearch() {
    return this == SEARCH || this == SEARCH_STORE;
  }

  boolean isByMember() {
    return this == MEMBER || this == MEMBER_READ_ONLY;
  }

  /** Whether STORE and STOREDIST name a key. */
  boolean takesTarget() {
    return this == RADIUS || this == MEMBER;
  }

  int firstOption() {
    return switch (this) {
      case SEARCH -> 2;
      case SEARCH_STORE -> 3;
      case RADIUS, RADIUS_READ_ONLY -> 6;
      case MEMBER, MEMBER_READ_ONLY -> 5;
    };
  }
}
