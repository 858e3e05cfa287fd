package io.orbit.shell.command;

import io.orbit.api.ops.Features.Feature;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Makes the features of an archive known, from a file of the server's machine. */
@Service
@Command(
    scope = "feature",
    name = "upload",
    description = "Makes the features of a KAR known; installs none")
public final class FeatureUpload extends FeatureAction {
  @Argument(name = "file", description = "The KAR, on the server's machine", required = true)
  @Completion(FileCompleter.class)
  private String file = "";

  @Option(name = "--sha256", description = "The digest that it must have, in hexadecimal")
  private String sha256 = "";

  @Override
  void run() throws Exception {
    try (InputStream archive = Files.newInputStream(Path.of(file))) {
      for (Feature feature : features().upload(archive, sha256)) {
        System.out.println(feature.name() + " " + feature.version());
      }
    }
  }
}
