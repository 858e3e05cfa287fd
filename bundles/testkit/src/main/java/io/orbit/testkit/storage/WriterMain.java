package io.orbit.testkit.storage;

import io.orbit.api.storage.StorageEngine;
import java.nio.file.Path;

/**
 * The process that gets killed: goes on with a {@link Workload} from where the directory stands and
 * prints each position once {@code apply} has returned. Arguments: factory class, directory, seed.
 */
final class WriterMain {
  private WriterMain() {}

  public static void main(String[] arguments) {
    Workload workload = new Workload(Long.parseLong(arguments[2]));
    try (StorageEngine engine =
        ChildJvm.factory(arguments[0])
            .open(Path.of(arguments[1]), StorageEngineContract.CACHE_BYTES)) {
      for (int number = Workload.batches(engine.position()) + 1; ; number++) {
        engine.apply(ListBatch.of(workload.batch(number)), Workload.position(number));
        System.out.println(engine.position());
        if (number % 50 == 0) {
          engine.compact();
        }
      }
    }
  }
}
