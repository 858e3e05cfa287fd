package io.orbit.protocol.redis;

import io.orbit.protocol.redis.Geohash.Cell;
import io.orbit.protocol.redis.Geohash.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * A circle or a rectangle around a place, in meters.
 *
 * @param circle whether half the width is a radius
 */
record GeoShape(Point center, boolean circle, double width, double height) {
  private static final double EQUATOR = 20037726.37;

  /** The distance from the center; NaN outside. */
  double distanceInside(Point point) {
    double distance = center.distanceTo(point);
    if (circle) {
      return distance <= width / 2 ? distance : Double.NaN;
    }
    double across = point.distanceTo(new Point(center.longitude(), point.latitude()));
    double along = point.distanceTo(new Point(point.longitude(), center.latitude()));
    return across > width / 2 || along > height / 2 ? Double.NaN : distance;
  }

  private int steps() {
    double radius = circle ? width / 2 : Math.hypot(width / 2, height / 2);
    if (radius == 0) {
      return Geohash.STEPS;
    }
    int steps = 1;
    for (double range = radius; range < EQUATOR; range *= 2) {
      steps++;
    }
    steps -= 2;
    double latitude = Math.abs(center.latitude());
    if (latitude > 66) {
      steps--;
    }
    if (latitude > 80) {
      steps--;
    }
    return Math.clamp(steps, 1, Geohash.STEPS);
  }

  /** Cells of the grid that cover the shape: the center's and its neighbours as far as needed. */
  List<Cell> cells() {
    double north = center.latitude() + Geohash.degrees(height / 2);
    double south = center.latitude() - Geohash.degrees(height / 2);
    double widest = Math.cos(Math.toRadians(center.latitude() < 0 ? south : north));
    double across = Geohash.degrees(width / 2) / widest;
    double east = center.longitude() + across;
    double west = center.longitude() - across;
    int steps = steps();
    Cell cell = Cell.of(center, steps);
    boolean reached =
        cell.moved(0, 1).north() >= north
            && cell.moved(0, -1).south() <= south
            && cell.moved(1, 0).east() >= east
            && cell.moved(-1, 0).west() <= west;
    if (!reached && steps > 1) {
      cell = Cell.of(center, --steps);
    }
    boolean all = steps < 2;
    List<Cell> cells = new ArrayList<>();
    cells.add(cell);
    int[][] neighbours = {{0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}};
    for (int[] to : neighbours) {
      boolean useless =
          (to[1] < 0 && cell.south() < south)
              || (to[1] > 0 && cell.north() > north)
              || (to[0] < 0 && cell.west() < west)
              || (to[0] > 0 && cell.east() > east);
      Cell neighbour = cell.moved(to[0], to[1]);
      if ((all || !useless) && !cells.contains(neighbour)) {
        cells.add(neighbour);
      }
    }
    return cells;
  }
}
