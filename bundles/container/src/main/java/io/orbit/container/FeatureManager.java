package io.orbit.container;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.FeatureGuard;
import io.orbit.api.ops.Features;
import io.orbit.api.ops.Listeners;
import io.orbit.launcher.configuration.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.karaf.features.Dependency;
import org.apache.karaf.features.DeploymentEvent;
import org.apache.karaf.features.DeploymentListener;
import org.apache.karaf.features.FeaturesService;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Features through Karaf's service. What is installed is always the whole of what is wanted, stated
 * anew ({@link FeatureDeployment}). Whatever changes it, this class or Karaf itself, is written to
 * the data folder, and the next start begins from there. Changes run one after another.
 */
@Component(service = Features.class, immediate = true)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=io.orbit.container.FeaturesInstalled",
    effective = "active")
public final class FeatureManager implements Features, DeploymentListener {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureManager.class);

  /** How long the ports of a protocol that is upgraded wait for it; an upgrade takes a second. */
  private static final long HOLD_MILLIS = 30_000;

  private static final String PREFIX = "orbit-";

  private final FeaturesService karaf;
  private final WantedFeaturesFile file;
  private final FeatureArchives archives;
  private final FeatureDeployment deployment;
  private final BundleContext context;
  private final Thread starter;
  private final Map<String, String> missing = new ConcurrentHashMap<>();
  private final Object writing = new Object();
  private final ReentrantLock changing = new ReentrantLock();
  private final Object announcing = new Object();
  private @Nullable ServiceRegistration<FeaturesInstalled> announcement;
  private volatile boolean started;
  private volatile boolean stopped;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<FeatureGuard> guards = List.of();

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile @Nullable Listeners listeners;

  /** Begins to install what is wanted, on a thread of its own. */
  @Activate
  public FeatureManager(
      @Reference FeaturesService karaf,
      BundleContext context,
      @Reference Configuration configuration) {
    this.karaf = karaf;
    Path folder = configuration.dataDirectory().resolve("features");
    this.file = new WantedFeaturesFile(folder.resolve("wanted"));
    this.archives =
        new FeatureArchives(
            folder.resolve("repository"), Path.of(System.getProperty("karaf.home")));
    this.deployment = new FeatureDeployment(karaf, archives);
    this.context = context;
    this.starter = Thread.ofPlatform().name("orbit-features").start(this::start);
  }

  /** Karaf gives its service up and anew when its configuration arrives late, so in a start too. */
  @Deactivate
  void deactivate() {
    stopped = true;
    starter.interrupt();
    synchronized (announcing) {
      if (announcement != null) {
        announcement.unregister();
        karaf.unregisterListener(this);
      }
    }
  }

  /** Returns when what was wanted at the start is installed, or it was given up. */
  void awaitStart() throws InterruptedException {
    starter.join();
  }

  private void start() {
    changing.lock();
    try {
      for (URI repository : archives.repositories()) {
        addRepository(repository);
      }
      if (stopped) {
        return;
      }
      FeatureCatalogue catalogue = deployment.catalogue();
      Map<String, String> leaves = file.read().resolve(catalogue.defaults());
      // What Karaf was told to boot stays; the distribution tells it nothing, a test may.
      leaves.putAll(deployment.leaves(catalogue));
      try {
        deployment.deploy(catalogue, FeatureDeployment.requirements(catalogue, leaves));
      } catch (OrbitException failure) {
        if (stopped) {
          return;
        }
        LOG.error("{}; each feature is tried by itself", failure.getMessage());
        startEach(catalogue, leaves);
      }
      announce(new FeaturesInstalled(deployment.installed(catalogue).size()));
    } catch (Exception failure) {
      if (!stopped) {
        LOG.error("The wanted features could not be installed: {}", failure.getMessage(), failure);
      }
    } finally {
      changing.unlock();
    }
  }

  private void announce(FeaturesInstalled installed) {
    synchronized (announcing) {
      if (!stopped) {
        started = true;
        karaf.registerListener(this);
        announcement = context.registerService(FeaturesInstalled.class, installed, null);
      }
    }
  }

  private void addRepository(URI repository) {
    try {
      karaf.addRepository(repository);
    } catch (Exception failure) {
      if (!stopped) {
        LOG.error("The features in {} are left out", repository, failure);
      }
    }
  }

  /** One feature that cannot be had must not keep the others from starting; it stays wanted. */
  private void startEach(FeatureCatalogue catalogue, Map<String, String> leaves) {
    Map<String, String> possible = new TreeMap<>();
    deployment.deploy(catalogue, FeatureDeployment.requirements(catalogue, possible));
    leaves.forEach(
        (name, version) -> {
          possible.put(name, version);
          try {
            deployment.deploy(catalogue, FeatureDeployment.requirements(catalogue, possible));
          } catch (OrbitException failure) {
            if (stopped) {
              throw failure;
            }
            possible.remove(name);
            missing.put(name, version);
            LOG.error("{} is left out: {}", name, failure.getMessage());
          }
        });
  }

  @Override
  public List<Feature> list() {
    FeatureCatalogue catalogue = deployment.catalogue();
    return catalogue.all().stream().map(feature -> describe(catalogue, feature)).toList();
  }

  @Override
  public Optional<Feature> find(String name) {
    FeatureCatalogue catalogue = deployment.catalogue();
    return Optional.ofNullable(deployment.installed(catalogue).get(name))
        .flatMap(version -> catalogue.find(name, version))
        .or(() -> catalogue.newest(name))
        .map(feature -> describe(catalogue, feature));
  }

  @Override
  public void install(String name) {
    change(
        (catalogue, leaves) -> {
          requireKnown(catalogue, name);
          Set<String> members = catalogue.expand(name);
          if (members.stream()
              .allMatch(member -> leaves.containsKey(member) || catalogue.isRequired(member))) {
            throw new OrbitException(
                ErrorCode.DUPLICATE_OBJECT, "feature \"" + name + "\" is already installed");
          }
          for (String member : members) {
            if (!catalogue.isRequired(member)) {
              leaves.putIfAbsent(member, newest(catalogue, member));
            }
          }
        });
  }

  private static String newest(FeatureCatalogue catalogue, String name) {
    return catalogue.newest(name).map(org.apache.karaf.features.Feature::getVersion).orElse("");
  }

  @Override
  public void uninstall(String name, boolean force) {
    change(
        (catalogue, leaves) -> {
          requireKnown(catalogue, name);
          Set<String> members = catalogue.expand(name);
          if (members.stream().anyMatch(catalogue::isRequired)) {
            throw partOfTheServer(name, "cannot be uninstalled");
          }
          if (members.stream().noneMatch(leaves::containsKey)) {
            throw new OrbitException(
                ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "feature \"" + name + "\" is not installed");
          }
          if (!force) {
            requireUnused(catalogue, members);
          }
          leaves.keySet().removeAll(members);
        });
  }

  @Override
  public void upgrade(String name, String version) {
    changing.lock();
    try {
      FeatureCatalogue catalogue = deployment.catalogue();
      org.apache.karaf.features.Feature wanted = requireVersion(catalogue, name, version);
      if (catalogue.isRequired(name)) {
        throw partOfTheServer(name, "comes with a newer distribution");
      } else if (FeatureCatalogue.isGroup(wanted)) {
        throw new OrbitException(
            ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
            "feature \"" + name + "\" is a group; upgrade its features one by one");
      }
      Map<String, String> leaves = leaves(catalogue);
      leaves.put(name, wanted.getVersion());
      missing.remove(name);
      replace(catalogue, name, FeatureDeployment.requirements(catalogue, leaves));
    } finally {
      changing.unlock();
    }
  }

  /** The protocol's ports stay open meanwhile. What does not start gives way to what was there. */
  private void replace(FeatureCatalogue catalogue, String name, Set<String> wanted) {
    Set<String> before = deployment.present(catalogue);
    hold(name, HOLD_MILLIS);
    try {
      deployment.deploy(catalogue, wanted);
    } catch (OrbitException failure) {
      if (!deployment.present(catalogue).equals(before)) {
        LOG.warn("{} goes back to the version before: {}", name, failure.getMessage());
        hold(name, HOLD_MILLIS);
        deployment.deploy(catalogue, before);
      }
      throw failure;
    } finally {
      hold(name, 0);
    }
  }

  /** A protocol's name is its feature's without the prefix. */
  private void hold(String feature, long millis) {
    Listeners present = listeners;
    if (present != null && feature.startsWith(PREFIX)) {
      present.holdOpen(feature.substring(PREFIX.length()), millis);
    }
  }

  @Override
  public List<Feature> upload(InputStream kar, String sha256) {
    changing.lock();
    try {
      FeatureCatalogue before = deployment.catalogue();
      Set<URI> brought = archives.add(kar, sha256);
      addRepositories(brought, before);
      FeatureCatalogue catalogue = deployment.catalogue();
      return catalogue.all().stream()
          .filter(feature -> brought.contains(URI.create(feature.getRepositoryUrl())))
          .map(feature -> describe(catalogue, feature))
          .toList();
    } catch (OrbitException refused) {
      throw refused;
    } catch (Exception failure) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "the archive cannot be used: " + failure.getMessage(),
          failure);
    } finally {
      changing.unlock();
    }
  }

  /**
   * A repository that Karaf cannot read, or that brings what another one has brought, is taken out
   * again, lest the next start stumbles over it.
   */
  private void addRepositories(Set<URI> brought, FeatureCatalogue before) throws Exception {
    for (URI repository : brought) {
      try {
        karaf.addRepository(repository);
        for (org.apache.karaf.features.Feature feature :
            karaf.repositoryProvidedFeatures(repository)) {
          requireNew(before, feature, repository);
        }
      } catch (Exception unusable) {
        karaf.removeRepository(repository);
        archives.remove(repository);
        throw unusable;
      }
    }
  }

  private static void requireNew(
      FeatureCatalogue before, org.apache.karaf.features.Feature feature, URI repository) {
    boolean known =
        before
            .find(feature.getName(), feature.getVersion())
            .filter(other -> !URI.create(other.getRepositoryUrl()).equals(repository))
            .isPresent();
    if (known) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "the archive is refused: there is a feature \""
              + feature.getName()
              + "\" in version "
              + feature.getVersion()
              + " already");
    }
  }

  /** Writes down what is wanted after every deployment, Karaf's own shell commands included. */
  @Override
  public void deploymentEvent(DeploymentEvent event) {
    if (started && event == DeploymentEvent.DEPLOYMENT_FINISHED) {
      FeatureCatalogue catalogue = deployment.catalogue();
      try {
        synchronized (writing) {
          file.write(WantedFeatures.of(leaves(catalogue), catalogue.defaults()));
        }
      } catch (IOException failure) {
        LOG.error("What is installed could not be written down: {}", failure.getMessage(), failure);
      }
    }
  }

  /** A change of the wanted leaves: version by name, empty for the newest. */
  private interface Change {
    void apply(FeatureCatalogue catalogue, Map<String, String> leaves);
  }

  private void change(Change change) {
    changing.lock();
    try {
      FeatureCatalogue catalogue = deployment.catalogue();
      Map<String, String> leaves = leaves(catalogue);
      change.apply(catalogue, leaves);
      missing.keySet().retainAll(leaves.keySet());
      deployment.deploy(catalogue, FeatureDeployment.requirements(catalogue, leaves));
    } finally {
      changing.unlock();
    }
  }

  /** The leaves that are wanted, those included that could not be had at the start. */
  private Map<String, String> leaves(FeatureCatalogue catalogue) {
    Map<String, String> leaves = new TreeMap<>(missing);
    leaves.putAll(deployment.leaves(catalogue));
    return leaves;
  }

  private void requireUnused(FeatureCatalogue catalogue, Set<String> names) {
    List<String> users = new ArrayList<>();
    for (String name : names) {
      dependents(catalogue, name).stream()
          .filter(dependent -> !names.contains(dependent))
          .map(dependent -> "feature " + dependent)
          .forEach(users::add);
      uses(name).forEach(users::add);
    }
    if (!users.isEmpty()) {
      throw new OrbitException(
              ErrorCode.OBJECT_IN_USE, "feature \"" + String.join(", ", names) + "\" is in use")
          .withDetail("Used by " + String.join(", ", users) + ".")
          .withHint("Uninstall it with force to remove it all the same.");
    }
  }

  private Feature describe(FeatureCatalogue catalogue, org.apache.karaf.features.Feature feature) {
    String name = feature.getName();
    boolean installed = feature.getVersion().equals(deployment.installed(catalogue).get(name));
    return new Feature(
        name,
        feature.getVersion(),
        Optional.ofNullable(feature.getDescription()).orElse(""),
        FeatureCatalogue.kind(feature),
        installed,
        installed && catalogue.isRequired(name),
        FeatureCatalogue.bundles(feature),
        installed ? dependents(catalogue, name) : List.of(),
        installed ? uses(name) : List.of());
  }

  private List<String> uses(String name) {
    return guards.stream().flatMap(guard -> guard.uses(name).stream()).toList();
  }

  private List<String> dependents(FeatureCatalogue catalogue, String name) {
    Map<String, String> installed = deployment.installed(catalogue);
    return catalogue.all().stream()
        .filter(feature -> feature.getVersion().equals(installed.get(feature.getName())))
        .filter(feature -> !FeatureCatalogue.isGroup(feature))
        .filter(
            feature ->
                feature.getDependencies().stream().map(Dependency::getName).anyMatch(name::equals))
        .map(org.apache.karaf.features.Feature::getName)
        .sorted()
        .toList();
  }

  private static void requireKnown(FeatureCatalogue catalogue, String name) {
    if (catalogue.newest(name).isEmpty()) {
      throw new OrbitException(
              ErrorCode.UNDEFINED_OBJECT, "feature \"" + name + "\" does not exist")
          .withHint("Names are literal; list the features, or upload the archive that brings it.");
    }
  }

  private static org.apache.karaf.features.Feature requireVersion(
      FeatureCatalogue catalogue, String name, String version) {
    requireKnown(catalogue, name);
    return catalogue
        .find(name, version)
        .orElseThrow(
            () ->
                new OrbitException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "feature \"" + name + "\" version " + version + " does not exist")
                    .withHint("Known versions: " + versions(catalogue, name) + "."));
  }

  private static String versions(FeatureCatalogue catalogue, String name) {
    return catalogue.all().stream()
        .filter(feature -> feature.getName().equals(name))
        .map(org.apache.karaf.features.Feature::getVersion)
        .collect(Collectors.joining(", "));
  }

  private static OrbitException partOfTheServer(String name, String therefore) {
    return new OrbitException(
        ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
        "feature \"" + name + "\" is part of the server and " + therefore);
  }
}
