package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.SortedSets;
import io.orbit.protocol.redis.Geohash.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Places in sorted sets whose scores are geohashes. */
final class GeoCommands {
  private static final String READ = "RO access";

  private GeoCommands() {}

  static RedisCommand command(String name, int arity, String flags) {
    return new RedisCommand(CommandGroup.GEO, name, arity, flags);
  }

  static List<RedisCommand> all() {
    List<RedisCommand> commands = new ArrayList<>();
    commands.add(
        command("GEOADD", -5, "write denyoom")
            .keys("RW update", 1, 1, 1)
            .about("3.2.0", "O(log(N)) a member", "Adds places or moves them")
            .runs(GeoCommands::add));
    commands.add(
        command("GEODIST", -4, "readonly")
            .keys(READ, 1, 1, 1)
            .about("3.2.0", "O(log(N))", "The distance of two places")
            .runs(GeoCommands::distance));
    commands.add(
        command("GEOHASH", -2, "readonly")
            .keys(READ, 1, 1, 1)
            .about("3.2.0", "O(log(N)) a member", "Geohashes of places")
            .runs(
                (client, request, reply) -> {
                  SortedSets.View set = SortedSetCommands.view(client, request);
                  reply.array(request.size() - 2L);
                  for (ByteRange member : request.from(2)) {
                    double score = set == null ? Double.NaN : set.score(member);
                    if (Double.isNaN(score)) {
                      reply.nil();
                    } else {
                      reply.bulk(Geohash.letters(score));
                    }
                  }
                }));
    commands.add(
        command("GEOPOS", -2, "readonly")
            .keys(READ, 1, 1, 1)
            .about("3.2.0", "O(log(N)) a member", "Longitudes and latitudes of places")
            .runs(GeoCommands::positions));
    commands.addAll(GeoSearch.all());
    return commands;
  }

  static Point point(ByteRange longitude, ByteRange latitude) {
    Point point = new Point(Scores.argument(longitude), Scores.argument(latitude));
    if (!point.isValid()) {
      throw new RedisError(
          String.format(
              Locale.ROOT,
              "ERR invalid longitude,latitude pair %f,%f",
              point.longitude(),
              point.latitude()));
    }
    return point;
  }

  /** GEOADD is a ZADD of other words. */
  private static void add(RedisClient client, RedisRequest request, RedisReply reply) {
    int first = 2;
    boolean absent = false;
    boolean present = false;
    boolean option = true;
    while (option && first < request.size()) {
      ByteRange word = request.argument(first);
      absent |= word.isWord("NX");
      present |= word.isWord("XX");
      option = word.isWord("NX") || word.isWord("XX") || word.isWord("CH");
      first += option ? 1 : 0;
    }
    if ((request.size() - first) % 3 != 0 || (absent && present)) {
      throw RedisError.syntax();
    }
    List<byte[]> words = new ArrayList<>();
    for (int i = 0; i < first; i++) {
      words.add(request.argument(i).copy());
    }
    for (int i = first; i < request.size(); i += 3) {
      Point point = point(request.argument(i), request.argument(i + 1));
      words.add(ByteRange.of(Scores.format(Geohash.score(point))).copy());
      words.add(request.argument(i + 2).copy());
    }
    RedisRequest scored = RedisRequest.of(words);
    SortedSetAdd.parse(scored).run(client, scored, reply);
  }

  static @Nullable Point place(SortedSets.@Nullable View set, ByteRange member) {
    double score = set == null ? Double.NaN : set.score(member);
    return Double.isNaN(score) ? null : Geohash.point(score);
  }

  private static void distance(RedisClient client, RedisRequest request, RedisReply reply) {
    if (request.size() > 5) {
      throw RedisError.syntax();
    }
    GeoUnit unit = request.size() == 5 ? GeoUnit.of(request.argument(4)) : GeoUnit.M;
    SortedSets.View set = SortedSetCommands.view(client, request);
    Point from = place(set, request.argument(2));
    Point to = place(set, request.argument(3));
    if (from == null || to == null) {
      reply.nil();
    } else {
      reply.bulk(unit.format(from.distanceTo(to)));
    }
  }

  private static void positions(RedisClient client, RedisRequest request, RedisReply reply) {
    SortedSets.View set = SortedSetCommands.view(client, request);
    reply.array(request.size() - 2L);
    for (ByteRange member : request.from(2)) {
      Point point = place(set, member);
      if (point == null) {
        reply.nilArray();
      } else {
        writePoint(point, reply);
      }
    }
  }

  static void writePoint(Point point, RedisReply reply) {
    reply.array(2);
    reply.number(Geohash.coordinate(point.longitude()));
    reply.number(Geohash.coordinate(point.latitude()));
  }
}
