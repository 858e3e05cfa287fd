package io.orbit.protocol.redis.sketch;

import io.orbit.api.keyspace.Trees;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A merging t-digest (Dunning and Ertl, 2019), its interpolation that of t-digest-c, which
 * RedisBloom uses. Under {@code d}: compression, number of compressions, least and greatest value,
 * number of merged centroids, then of each centroid, merged and not, mean and weight, eight bytes
 * each.
 */
final class TDigest {
  static final int COMPRESSION = 100;

  private static final byte[] KEY = {'d'};

  /** Values near each other. */
  private record Centroid(double mean, double weight) {}

  private final int compression;
  private long compressions;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;
  private List<Centroid> merged = new ArrayList<>();
  private final List<Centroid> unmerged = new ArrayList<>();

  TDigest(int compression) {
    this.compression = compression;
  }

  static TDigest read(Trees.View tree) {
    byte[] bytes = tree.get(KEY);
    ByteBuffer in = ByteBuffer.wrap(bytes == null ? new byte[5 * Long.BYTES] : bytes);
    TDigest digest = new TDigest((int) in.getLong());
    digest.compressions = in.getLong();
    digest.least = in.getDouble();
    digest.greatest = in.getDouble();
    long count = in.getLong();
    while (in.hasRemaining()) {
      Centroid centroid = new Centroid(in.getDouble(), in.getDouble());
      (digest.merged.size() < count ? digest.merged : digest.unmerged).add(centroid);
    }
    return digest;
  }

  void store(Trees.Editor tree) {
    ByteBuffer out = ByteBuffer.allocate((5 + 2 * (merged.size() + unmerged.size())) * Long.BYTES);
    out.putLong(compression).putLong(compressions).putDouble(least).putDouble(greatest);
    out.putLong(merged.size());
    for (List<Centroid> list : List.of(merged, unmerged)) {
      list.forEach(each -> out.putDouble(each.mean()).putDouble(each.weight()));
    }
    tree.put(KEY, out.array());
  }

  int compression() {
    return compression;
  }

  int capacity() {
    return 6 * compression + 10;
  }

  void add(double value) {
    add(value, 1);
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }

  private void add(double mean, double weight) {
    if (merged.size() + unmerged.size() >= capacity() - 1) {
      compress();
    }
    unmerged.add(new Centroid(mean, weight));
  }

  void addAll(TDigest other) {
    other.compress();
    other.merged.forEach(each -> add(each.mean(), each.weight()));
    least = Math.min(least, other.least);
    greatest = Math.max(greatest, other.greatest);
  }

  private static double weight(List<Centroid> list) {
    return list.stream().mapToDouble(Centroid::weight).sum();
  }

  double mergedWeight() {
    return weight(merged);
  }

  double unmergedWeight() {
    return weight(unmerged);
  }

  int mergedCount() {
    return merged.size();
  }

  int unmergedCount() {
    return unmerged.size();
  }

  long compressions() {
    return compressions;
  }

  double total() {
    return mergedWeight() + unmergedWeight();
  }

  double least() {
    return total() == 0 ? Double.NaN : least;
  }

  double greatest() {
    return total() == 0 ? Double.NaN : greatest;
  }

  private void compress() {
    if (unmerged.isEmpty()) {
      return;
    }
    List<Centroid> all = new ArrayList<>(merged);
    all.addAll(unmerged);
    unmerged.clear();
    all.sort(Comparator.comparingDouble(Centroid::mean));
    double total = weight(all);
    double normalizer = compression / (2 * Math.PI * total * Math.log(total));
    List<Centroid> joined = new ArrayList<>();
    Centroid current = all.getFirst();
    double before = 0;
    for (int i = 1; i < all.size(); i++) {
      Centroid next = all.get(i);
      double proposed = current.weight() + next.weight();
      double limit = proposed * normalizer;
      double low = before / total;
      double high = (before + proposed) / total;
      boolean joins = limit <= low * (1 - low) && limit <= high * (1 - high);
      if (joins) {
        double mean = current.mean() + (next.mean() - current.mean()) * next.weight() / proposed;
        current = new Centroid(mean, proposed);
      } else {
        before += current.weight();
        joined.add(current);
        current = next;
      }
    }
    joined.add(current);
    merged = joined;
    compressions++;
  }

  /** The value below which a part of all values lies, 0 to 1. */
  double quantile(double part) {
    compress();
    int count = merged.size();
    if (count == 0) {
      return Double.NaN;
    }
    if (count == 1) {
      return merged.getFirst().mean();
    }
    double total = mergedWeight();
    double index = part * total;
    if (index < 1) {
      return least;
    }
    Centroid first = merged.getFirst();
    if (first.weight() > 1 && index < first.weight() / 2) {
      return least + (index - 1) / (first.weight() / 2 - 1) * (first.mean() - least);
    }
    if (index > total - 1) {
      return greatest;
    }
    Centroid last = merged.getLast();
    if (last.weight() > 1 && total - index <= last.weight() / 2) {
      return greatest - (total - index - 1) / (last.weight() / 2 - 1) * (greatest - last.mean());
    }
    double before = first.weight() / 2;
    for (int i = 0; i < count - 1; i++) {
      Centroid left = merged.get(i);
      Centroid right = merged.get(i + 1);
      double step = (left.weight() + right.weight()) / 2;
      if (before + step > index) {
        return between(left, right, before, step, index);
      }
      before += step;
    }
    double low = index - total - last.weight() / 2;
    return average(last.mean(), last.weight() / 2 - low, greatest, low);
  }

  private static double between(
      Centroid left, Centroid right, double before, double step, double index) {
    double ofLeft = 0;
    if (left.weight() == 1) {
      if (index - before < 0.5) {
        return left.mean();
      }
      ofLeft = 0.5;
    }
    double ofRight = 0;
    if (right.weight() == 1) {
      if (before + step - index <= 0.5) {
        return right.mean();
      }
      ofRight = 0.5;
    }
    double low = index - before - ofLeft;
    double high = before + step - index - ofRight;
    return average(left.mean(), high, right.mean(), low);
  }

  private static double average(double a, double weightOfA, double b, double weightOfB) {
    double mean = (a * weightOfA + b * weightOfB) / (weightOfA + weightOfB);
    return Math.clamp(mean, Math.min(a, b), Math.max(a, b));
  }

  /** The part of all values that is not above a value, half of those equal to it. */
  double part(double value) {
    compress();
    int count = merged.size();
    if (count == 0) {
      return Double.NaN;
    }
    if (value < least) {
      return 0;
    }
    if (value > greatest) {
      return 1;
    }
    if (count == 1) {
      double width = greatest - least;
      return width == 0 ? 0.5 : (value - least) / width;
    }
    double total = mergedWeight();
    Centroid first = merged.getFirst();
    if (value < first.mean()) {
      double width = first.mean() - least;
      if (width <= 0) {
        return 0;
      }
      return value == least
          ? 0.5 / total
          : (1 + (value - least) / width * (first.weight() / 2 - 1)) / total;
    }
    Centroid last = merged.getLast();
    if (value > last.mean()) {
      double width = greatest - last.mean();
      if (width <= 0) {
        return 1;
      }
      return value == greatest
          ? 1 - 0.5 / total
          : 1 - (1 + (greatest - value) / width * (last.weight() / 2 - 1)) / total;
    }
    return inside(value, total);
  }

  private double inside(double value, double total) {
    double before = 0;
    for (int i = 0; i < merged.size(); i++) {
      Centroid at = merged.get(i);
      if (at.mean() == value) {
        double same = 0;
        for (int j = i; j < merged.size() && merged.get(j).mean() == value; j++) {
          same += merged.get(j).weight();
        }
        return (before + same / 2) / total;
      }
      Centroid next = i + 1 < merged.size() ? merged.get(i + 1) : at;
      if (at.mean() < value && value < next.mean()) {
        double ofLeft = at.weight() == 1 ? 0.5 : 0;
        double ofRight = next.weight() == 1 ? 0.5 : 0;
        double step = (at.weight() + next.weight()) / 2;
        double base = before + at.weight() / 2 + ofLeft;
        double inner = step - ofLeft - ofRight;
        return (base + inner * (value - at.mean()) / (next.mean() - at.mean())) / total;
      }
      before += at.weight();
    }
    return 1;
  }

  /** The mean of the values between two parts of all. */
  double trimmedMean(double low, double high) {
    compress();
    double total = mergedWeight();
    double from = low * total;
    double to = high * total;
    double done = 0;
    double sum = 0;
    double counted = 0;
    for (Centroid each : merged) {
      double begin = Math.max(done, from);
      double end = Math.min(done + each.weight(), to);
      if (end > begin) {
        sum += each.mean() * (end - begin);
        counted += end - begin;
      }
      done += each.weight();
    }
    return counted == 0 ? Double.NaN : sum / counted;
  }
}
