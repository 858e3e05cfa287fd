package io.orbit.accel.simd;

import io.orbit.api.accel.Accelerator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the accelerator where the JVM has the module and the processor the instructions. */
@Component(
    service = {},
    immediate = true)
public final class SimdComponent {
  private static final Logger LOG = LoggerFactory.getLogger(SimdComponent.class);

  /** Of narrower registers a loop in plain Java, which the compiler vectorises, is no slower. */
  private static final int LEAST_WIDTH = 256;

  private final @Nullable ServiceRegistration<Accelerator> registration;

  @Activate
  public SimdComponent(BundleContext context) {
    registration = offer(context);
  }

  private static @Nullable ServiceRegistration<Accelerator> offer(BundleContext context) {
    try {
      int width = SimdAccelerator.width();
      if (width < LEAST_WIDTH) {
        LOG.info("No accelerator: registers of {} bits are too narrow", width);
        return null;
      }
      LOG.info("Vectors of {} bits", width);
      return context.registerService(Accelerator.class, new SimdAccelerator(), null);
    } catch (NoClassDefFoundError | ExceptionInInitializerError missing) {
      LOG.info("No accelerator: the JVM runs without jdk.incubator.vector");
      return null;
    }
  }

  @Deactivate
  void stop() {
    ServiceRegistration<Accelerator> offered = registration;
    if (offered != null) {
      offered.unregister();
    }
  }
}
