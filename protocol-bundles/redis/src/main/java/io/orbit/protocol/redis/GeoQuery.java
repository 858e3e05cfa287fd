package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.SortedSets;
import io.orbit.protocol.redis.Geohash.Point;
import org.jspecify.annotations.Nullable;

/** A parsed search for places. */
final class GeoQuery {
  enum Order {
    NONE,
    ASC,
    DESC
  }

  private final RedisRequest request;
  private final GeoForm form;
  private final SortedSets.@Nullable View set;
  private @Nullable Point center;
  private boolean centered;
  private boolean sized;
  private boolean circle;
  private double width;
  private double height;
  private GeoUnit unit = GeoUnit.M;
  private Order order = Order.NONE;
  private long count;
  private boolean any;
  private boolean withDistance;
  private boolean withHash;
  private boolean withPoint;
  private boolean storesDistance;
  private @Nullable ByteRange target;

  private GeoQuery(RedisRequest request, GeoForm form, SortedSets.@Nullable View set) {
    this.request = request;
    this.form = form;
    this.set = set;
  }

  /**
   * @param set what is searched, for the place of a member; null when there is none
   */
  static GeoQuery parse(RedisRequest request, GeoForm form, SortedSets.@Nullable View set) {
    GeoQuery query = new GeoQuery(request, form, set);
    if (!form.isSearch()) {
      if (form.isByMember()) {
        query.fromMember(request.argument(2));
      } else {
        query.center = GeoCommands.point(request.argument(2), request.argument(3));
      }
      query.radius(form.firstOption() - 2);
    }
    if (form == GeoForm.SEARCH_STORE) {
      query.target = request.argument(1);
    }
    int at = form.firstOption();
    while (at < request.size()) {
      at += query.takeOption(at);
    }
    query.check();
    return query;
  }

  private void fromMember(ByteRange member) {
    Point point = GeoCommands.place(set, member);
    if (set != null && point == null) {
      throw new RedisError("ERR could not decode requested zset member");
    }
    center = point;
  }

  private void radius(int at) {
    double length = Scores.argument(request.argument(at), "ERR need numeric radius");
    if (length < 0) {
      throw new RedisError("ERR radius cannot be negative");
    }
    unit = GeoUnit.of(request.argument(at + 1));
    circle = true;
    width = 2 * unit.toMeters(length);
    height = width;
  }

  private void box(int at) {
    double across = Scores.argument(request.argument(at), "ERR need numeric width");
    double along = Scores.argument(request.argument(at + 1), "ERR need numeric height");
    if (across < 0 || along < 0) {
      throw new RedisError("ERR height or width cannot be negative");
    }
    unit = GeoUnit.of(request.argument(at + 2));
    width = unit.toMeters(across);
    height = unit.toMeters(along);
  }

  /** Answers how many words the option takes. */
  private int takeOption(int at) {
    ByteRange word = request.argument(at);
    int left = request.size() - 1 - at;
    if (word.isWord("WITHDIST")) {
      withDistance = true;
    } else if (word.isWord("WITHHASH")) {
      withHash = true;
    } else if (word.isWord("WITHCOORD")) {
      withPoint = true;
    } else if (word.isWord("ANY")) {
      any = true;
    } else if (word.isWord("ASC")) {
      order = Order.ASC;
    } else if (word.isWord("DESC")) {
      order = Order.DESC;
    } else if (word.isWord("COUNT") && left > 0) {
      count = Words.integer(request.argument(at + 1));
      if (count <= 0) {
        throw new RedisError("ERR COUNT must be > 0");
      }
      return 2;
    } else if (form == GeoForm.SEARCH_STORE && word.isWord("STOREDIST")) {
      storesDistance = true;
    } else {
      return form.isSearch() ? takeShape(at, left) : takeTarget(at, left);
    }
    return 1;
  }

  private int takeTarget(int at, int left) {
    ByteRange word = request.argument(at);
    boolean distances = word.isWord("STOREDIST");
    if (!form.takesTarget() || left < 1 || !(distances || word.isWord("STORE"))) {
      throw RedisError.syntax();
    }
    storesDistance = distances;
    target = request.argument(at + 1);
    return 2;
  }

  private int takeShape(int at, int left) {
    ByteRange word = request.argument(at);
    if (word.isWord("FROMMEMBER") && left > 0 && !centered) {
      fromMember(request.argument(at + 1));
      centered = true;
      return 2;
    }
    if (word.isWord("FROMLONLAT") && left > 1 && !centered) {
      center = GeoCommands.point(request.argument(at + 1), request.argument(at + 2));
      centered = true;
      return 3;
    }
    if (word.isWord("BYRADIUS") && left > 1 && !sized) {
      radius(at + 1);
      sized = true;
      return 3;
    }
    if (word.isWord("BYBOX") && left > 2 && !sized) {
      box(at + 1);
      sized = true;
      return 4;
    }
    throw RedisError.syntax();
  }

  private void check() {
    if (target != null && parts() > 0) {
      throw new RedisError(
          "ERR "
              + (form == GeoForm.SEARCH_STORE ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS")
              + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
    }
    if (form.isSearch() && !centered) {
      throw RedisError.echoing(
          "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for " + request.text(0));
    }
    if (form.isSearch() && !sized) {
      throw RedisError.echoing(
          "ERR exactly one of BYRADIUS and BYBOX can be specified for " + request.text(0));
    }
    if (any && count == 0) {
      throw new RedisError("ERR the ANY argument requires COUNT argument");
    }
    if (count > 0 && order == Order.NONE && !any) {
      order = Order.ASC;
    }
  }

  /** Null when its center is a member of a key that does not exist. */
  @Nullable GeoShape shape() {
    Point around = center;
    return around == null ? null : new GeoShape(around, circle, width, height);
  }

  GeoUnit unit() {
    return unit;
  }

  Order order() {
    return order;
  }

  /** At most so many; 0 for all. */
  long count() {
    return count;
  }

  /** Whether any so many will do. */
  boolean any() {
    return any;
  }

  boolean withDistance() {
    return withDistance;
  }

  boolean withHash() {
    return withHash;
  }

  boolean withPoint() {
    return withPoint;
  }

  /** How many things are answered beside each member. */
  int parts() {
    return (withDistance ? 1 : 0) + (withHash ? 1 : 0) + (withPoint ? 1 : 0);
  }

  boolean storesDistance() {
    return storesDistance;
  }

  /** Where the result is kept; null when it is answered. */
  @Nullable ByteRange target() {
    return target;
  }
}
