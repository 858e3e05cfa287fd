package io.orbit.accel.simd;

import io.orbit.api.accel.Accelerator;
import io.orbit.api.accel.Arithmetic;
import io.orbit.api.accel.Comparison;
import io.orbit.api.accel.PlainAccelerator;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accelerator as a service: by vector instructions where the JVM has the module and the
 * processor the instructions, else in plain Java.
 */
@Component
public final class SimdComponent implements Accelerator {
  private static final Logger LOG = LoggerFactory.getLogger(SimdComponent.class);

  /** Of narrower registers a loop in plain Java, which the compiler vectorises, is no slower. */
  private static final int LEAST_WIDTH = 256;

  private final Accelerator loops = best();

  private static Accelerator best() {
    try {
      int width = SimdAccelerator.width();
      LOG.info("Vectors of {} bits", width);
      return width < LEAST_WIDTH ? PlainAccelerator.INSTANCE : new SimdAccelerator();
    } catch (NoClassDefFoundError | ExceptionInInitializerError missing) {
      LOG.warn(
          "Plain Java until the server is started again: the JVM runs without jdk.incubator.vector");
      return PlainAccelerator.INSTANCE;
    }
  }

  @Override
  public String name() {
    return loops.name();
  }

  @Override
  public int select(
      Comparison comparison,
      long[] values,
      long constant,
      boolean @Nullable [] nulls,
      int from,
      int to,
      int[] selection,
      int start) {
    return loops.select(comparison, values, constant, nulls, from, to, selection, start);
  }

  @Override
  public int select(
      Comparison comparison,
      double[] values,
      double constant,
      boolean @Nullable [] nulls,
      int from,
      int to,
      int[] selection,
      int start) {
    return loops.select(comparison, values, constant, nulls, from, to, selection, start);
  }

  @Override
  public boolean compute(
      Arithmetic operation,
      long[] left,
      long[] right,
      boolean @Nullable [] nulls,
      int from,
      int to,
      long[] result) {
    return loops.compute(operation, left, right, nulls, from, to, result);
  }

  @Override
  public boolean compute(
      Arithmetic operation,
      double[] left,
      double[] right,
      boolean @Nullable [] nulls,
      int from,
      int to,
      double[] result) {
    return loops.compute(operation, left, right, nulls, from, to, result);
  }

  @Override
  public void sum(long[] values, boolean @Nullable [] nulls, int from, int to, long[] sum) {
    loops.sum(values, nulls, from, to, sum);
  }

  @Override
  public int count(boolean @Nullable [] nulls, int from, int to) {
    return loops.count(nulls, from, to);
  }

  @Override
  public int extreme(
      boolean greatest, long[] values, boolean @Nullable [] nulls, int from, int to) {
    return loops.extreme(greatest, values, nulls, from, to);
  }

  @Override
  public int extreme(
      boolean greatest, double[] values, boolean @Nullable [] nulls, int from, int to) {
    return loops.extreme(greatest, values, nulls, from, to);
  }

  @Override
  public void hash(long[] values, boolean @Nullable [] nulls, int from, int to, long[] hashes) {
    loops.hash(values, nulls, from, to, hashes);
  }
}
