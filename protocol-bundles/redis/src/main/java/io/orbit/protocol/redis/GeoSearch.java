package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.SortedSets;
import io.orbit.protocol.redis.Geohash.Cell;
import io.orbit.protocol.redis.Geohash.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** GEOSEARCH, GEOSEARCHSTORE and the GEORADIUS family. */
final class GeoSearch {
  private record Found(ByteRange member, double score, double distance, Point point) {}

  private static final String COST = "O(N+log(M)) for N members in the cells around";

  private GeoSearch() {}

  static List<RedisCommand> all() {
    return List.of(
        GeoCommands.command("GEOSEARCH", -7, "readonly")
            .keys("RO access", 1, 1, 1)
            .about("6.2.0", COST, "Places in a circle or a rectangle")
            .runs((client, request, reply) -> search(client, request, reply, GeoForm.SEARCH)),
        GeoCommands.command("GEOSEARCHSTORE", -8, "write denyoom")
            .keys("OW update,RO access", 1, 2, 1)
            .about("6.2.0", COST, "Keeps the places of a GEOSEARCH under another key")
            .runs((client, request, reply) -> search(client, request, reply, GeoForm.SEARCH_STORE)),
        radius("GEORADIUS", -6, "write denyoom", GeoForm.RADIUS),
        radius("GEORADIUS_RO", -6, "readonly", GeoForm.RADIUS_READ_ONLY),
        radius("GEORADIUSBYMEMBER", -5, "write denyoom", GeoForm.MEMBER),
        radius("GEORADIUSBYMEMBER_RO", -5, "readonly", GeoForm.MEMBER_READ_ONLY));
  }

  private static RedisCommand radius(String name, int arity, String flags, GeoForm form) {
    RedisCommand command = GeoCommands.command(name, arity, flags);
    if (form.takesTarget()) {
      command.keysBehind("STORE", "STOREDIST");
    }
    return command
        .keys("RO access", 1, 1, 1)
        .about("3.2.0", COST, "Places in a circle; GEOSEARCH's older form")
        .runs((client, request, reply) -> search(client, request, reply, form));
  }

  private static void search(
      RedisClient client, RedisRequest request, RedisReply reply, GeoForm form) {
    ByteRange key = request.argument(form == GeoForm.SEARCH_STORE ? 2 : 1);
    GeoQuery query = GeoQuery.parse(request, form, client.sortedSets().view(key));
    ByteRange target = query.target();
    if (target == null) {
      SortedSets.View set = client.sortedSets().view(key);
      client.countLookup(set != null);
      write(query, find(client, set, query), reply);
      return;
    }
    long[] stored = new long[1];
    boolean ignored =
        client
            .keyspace()
            .atomically(
                List.of(key, target),
                List.of(),
                () -> {
                  SortedSets.View set = client.sortedSets().view(key);
                  List<Found> found = find(client, set, GeoQuery.parse(request, form, set));
                  stored[0] = found.size();
                  client
                      .sortedSets()
                      .replace(target, editor -> found.forEach(each -> put(editor, each, query)));
                });
    reply.integer(stored[0]);
  }

  private static void put(SortedSets.Editor set, Found found, GeoQuery query) {
    double score =
        query.storesDistance() ? query.unit().fromMeters(found.distance()) : found.score();
    boolean ignored = set.put(found.member(), score);
  }

  private static List<Found> find(
      RedisClient client, SortedSets.@Nullable View set, GeoQuery query) {
    List<Found> found = new ArrayList<>();
    GeoShape shape = query.shape();
    if (set == null || shape == null) {
      return found;
    }
    long enough = query.any() ? query.count() : Long.MAX_VALUE;
    for (Cell cell : shape.cells()) {
      long from = set.countBelow(cell.firstScore(), false);
      long to = set.countBelow(cell.endScore(), false);
      client.requireWaitingFor(to - from);
      if (found.size() < enough) {
        set.forEach(
            from,
            to,
            (member, score) -> {
              Point point = Geohash.point(score);
              double distance = shape.distanceInside(point);
              if (!Double.isNaN(distance) && found.size() < enough) {
                found.add(new Found(ByteRange.of(member.copy()), score, distance, point));
              }
            });
      }
    }
    Comparator<Found> nearest = Comparator.comparingDouble(Found::distance);
    switch (query.order()) {
      case NONE -> {}
      case ASC -> found.sort(nearest);
      case DESC -> found.sort(nearest.reversed());
    }
    boolean tooMany = query.count() > 0 && found.size() > query.count();
    return tooMany ? found.subList(0, (int) query.count()) : found;
  }

  private static void write(GeoQuery query, List<Found> all, RedisReply reply) {
    int parts = query.parts();
    reply.array(all.size());
    for (Found found : all) {
      if (parts > 0) {
        reply.array(1L + parts);
      }
      reply.bulk(found.member());
      if (query.withDistance()) {
        reply.bulk(query.unit().format(found.distance()));
      }
      if (query.withHash()) {
        reply.integer((long) found.score());
      }
      if (query.withPoint()) {
        GeoCommands.writePoint(found.point(), reply);
      }
    }
  }
}
