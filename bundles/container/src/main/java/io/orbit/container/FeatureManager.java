package io.orbit.container;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.FeatureGuard;
import io.orbit.api.ops.Features;
import io.orbit.launcher.configuration.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
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
import org.apache.karaf.features.FeaturesService.Option;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
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
 * anew: the core, the shared libraries, and each wanted leaf as a root requirement of its own.
 * Whatever changes it, this class or Karaf's shell, is written to the data folder, and the next
 * start begins from there. Changes run one after another.
 */
@Component(service = Features.class, immediate = true)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=io.orbit.container.FeaturesInstalled",
    effective = "active")
public final class FeatureManager implements Features, DeploymentListener {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureManager.class);
  private static final EnumSet<Option> OPTIONS = EnumSet.of(Option.NoAutoRefreshBundles);
  private static final EnumSet<Option> UPGRADE =
      EnumSet.of(Option.NoAutoRefreshBundles, Option.Upgrade);

  private final FeaturesService karaf;
  private final WantedFeaturesFile file;
  private final FeatureArchives archives;
  private final BundleContext context;
  private final Thread starter;
  private final Map<String, String> missing = new ConcurrentHashMap<>();
  private final Object writing = new Object();
  private final ReentrantLock changing = new ReentrantLock();
  private volatile boolean started;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<FeatureGuard> guards = List.of();

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
    this.context = context;
    this.starter = Thread.ofPlatform().name("orbit-features").start(this::start);
  }

  @Deactivate
  void deactivate() {
    starter.interrupt();
    karaf.unregisterListener(this);
  }

  private void start() {
    changing.lock();
    try {
      for (URI repository : archives.repositories()) {
        addRepository(repository);
      }
      FeatureCatalogue catalogue = catalogue();
      Map<String, String> leaves = file.read().resolve(catalogue.defaults());
      try {
        deploy(Set.of(), requirements(catalogue, leaves));
      } catch (OrbitException failure) {
        LOG.error("{}; each feature is tried by itself", failure.getMessage());
        startEach(catalogue, leaves);
      }
      started = true;
      karaf.registerListener(this);
      FeaturesInstalled installed = new FeaturesInstalled(installed(catalogue).size());
      context.registerService(FeaturesInstalled.class, installed, null);
    } catch (Exception failure) {
      LOG.error("The wanted features could not be installed: {}", failure.getMessage(), failure);
    } finally {
      changing.unlock();
    }
  }

  private void addRepository(URI repository) {
    try {
      karaf.addRepository(repository);
    } catch (Exception failure) {
      LOG.error("The features in {} are left out: {}", repository, failure.getMessage());
    }
  }

  /** One feature that cannot be had must not keep the others from starting; it stays wanted. */
  private void startEach(FeatureCatalogue catalogue, Map<String, String> leaves) {
    Set<String> before = requirements(catalogue, Map.of());
    deploy(Set.of(), before);
    for (Map.Entry<String, String> leaf : leaves.entrySet()) {
      Set<String> after = new LinkedHashSet<>(before);
      after.addAll(requirements(catalogue, Map.of(leaf.getKey(), leaf.getValue())));
      try {
        deploy(before, after);
        before = after;
      } catch (OrbitException failure) {
        missing.put(leaf.getKey(), leaf.getValue());
        LOG.error("{} is left out: {}", leaf.getKey(), failure.getMessage());
      }
    }
  }

  @Override
  public List<Feature> list() {
    FeatureCatalogue catalogue = catalogue();
    return catalogue.all().stream().map(feature -> describe(catalogue, feature)).toList();
  }

  @Override
  public Optional<Feature> find(String name) {
    FeatureCatalogue catalogue = catalogue();
    return Optional.ofNullable(installed(catalogue).get(name))
        .flatMap(version -> catalogue.find(name, version))
        .or(() -> catalogue.newest(name))
        .map(feature -> describe(catalogue, feature));
  }

  @Override
  public void install(String name) {
    change(
        (catalogue, leaves) -> {
          require(catalogue, name, "");
          Set<String> members = catalogue.expand(name);
          if (leaves.keySet().containsAll(members)) {
            throw new OrbitException(
                ErrorCode.DUPLICATE_OBJECT, "feature \"" + name + "\" is already installed");
          }
          members.forEach(member -> leaves.putIfAbsent(member, ""));
        });
  }

  @Override
  public void uninstall(String name, boolean force) {
    change(
        (catalogue, leaves) -> {
          require(catalogue, name, "");
          Set<String> members = catalogue.expand(name);
          if (members.stream().anyMatch(catalogue.required()::contains)) {
            throw new OrbitException(
                ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "feature \"" + name + "\" is part of the server and cannot be uninstalled");
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
    change(
        (catalogue, leaves) -> {
          require(catalogue, name, version);
          if (!leaves.containsKey(name)) {
            throw new OrbitException(
                ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                "feature \"" + name + "\" is not installed");
          }
          leaves.put(name, version);
        });
  }

  @Override
  public List<Feature> upload(InputStream kar, String sha256) {
    changing.lock();
    try {
      Set<URI> brought = archives.add(kar, sha256);
      addRepositories(brought);
      FeatureCatalogue catalogue = catalogue();
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
   * A repository that Karaf cannot read is taken out again, lest the next start stumbles over it.
   */
  private void addRepositories(Set<URI> brought) throws Exception {
    for (URI repository : brought) {
      try {
        karaf.addRepository(repository);
        karaf.repositoryProvidedFeatures(repository);
      } catch (Exception unreadable) {
        karaf.removeRepository(repository);
        archives.remove(repository);
        throw unreadable;
      }
    }
  }

  /** Writes down what is wanted after every deployment, Karaf's own shell commands included. */
  @Override
  public void deploymentEvent(DeploymentEvent event) {
    if (started && event == DeploymentEvent.DEPLOYMENT_FINISHED) {
      FeatureCatalogue catalogue = catalogue();
      try {
        synchronized (writing) {
          file.write(WantedFeatures.of(wanted(catalogue), catalogue.defaults()));
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
      FeatureCatalogue catalogue = catalogue();
      Map<String, String> leaves = wanted(catalogue);
      Set<String> before = requirements(catalogue, leaves);
      change.apply(catalogue, leaves);
      missing.keySet().retainAll(leaves.keySet());
      deploy(before, requirements(catalogue, leaves));
    } finally {
      changing.unlock();
    }
  }

  /** The root requirements of what always runs and of the leaves. */
  private static Set<String> requirements(FeatureCatalogue catalogue, Map<String, String> leaves) {
    Set<String> requirements = new LinkedHashSet<>();
    for (String name : catalogue.required()) {
      requirements.add(FeatureCatalogue.requirement(catalogue.newest(name).orElseThrow()));
    }
    leaves.forEach(
        (name, version) ->
            catalogue
                .find(name, version)
                .or(() -> catalogue.newest(name))
                .ifPresentOrElse(
                    feature -> requirements.add(FeatureCatalogue.requirement(feature)),
                    () -> LOG.warn("The wanted feature {} is in no repository", name)));
    return requirements;
  }

  /**
   * Goes from one set of root requirements to another in one pass, so that an upgrade leaves no
   * gap.
   */
  private void deploy(Set<String> before, Set<String> after) {
    Set<String> added = new LinkedHashSet<>(after);
    added.removeAll(before);
    Set<String> removed = new LinkedHashSet<>(before);
    removed.removeAll(after);
    try {
      if (removed.isEmpty()) {
        karaf.addRequirements(Map.of(FeaturesService.ROOT_REGION, added), OPTIONS);
      } else if (added.isEmpty()) {
        karaf.removeRequirements(Map.of(FeaturesService.ROOT_REGION, removed), OPTIONS);
      } else {
        karaf.installFeatures(FeatureCatalogue.patterns(added), UPGRADE);
      }
    } catch (Exception failure) {
      throw new OrbitException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "the features cannot be installed: " + failure.getMessage(),
          failure);
    }
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
    boolean installed = feature.getVersion().equals(installed(catalogue).get(name));
    return new Feature(
        name,
        feature.getVersion(),
        Optional.ofNullable(feature.getDescription()).orElse(""),
        FeatureCatalogue.kind(feature),
        installed,
        FeatureCatalogue.isRequired(feature),
        FeatureCatalogue.bundles(feature),
        installed ? dependents(catalogue, name) : List.of(),
        installed ? uses(name) : List.of());
  }

  private List<String> uses(String name) {
    return guards.stream().flatMap(guard -> guard.uses(name).stream()).toList();
  }

  private List<String> dependents(FeatureCatalogue catalogue, String name) {
    Map<String, String> installed = installed(catalogue);
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

  /** Installed features, whatever brought them: version by name. */
  private Map<String, String> installed(FeatureCatalogue catalogue) {
    return catalogue.all().stream()
        .filter(karaf::isInstalled)
        .collect(
            Collectors.toMap(
                org.apache.karaf.features.Feature::getName,
                org.apache.karaf.features.Feature::getVersion,
                (older, newer) -> newer,
                TreeMap::new));
  }

  /** Leaves that somebody asked for: version by name, empty where it is the distribution's own. */
  private Map<String, String> wanted(FeatureCatalogue catalogue) {
    Map<String, String> leaves = new TreeMap<>(missing);
    Set<String> required = catalogue.required();
    for (org.apache.karaf.features.Feature feature : catalogue.all()) {
      if (karaf.isRequired(feature)) {
        for (String leaf : catalogue.expand(feature.getName())) {
          if (!required.contains(leaf)) {
            leaves.put(leaf, isDistribution(feature) ? "" : feature.getVersion());
          }
        }
      }
    }
    return leaves;
  }

  private boolean isDistribution(org.apache.karaf.features.Feature feature) {
    return archives.distribution().equals(URI.create(feature.getRepositoryUrl()));
  }

  private static void require(FeatureCatalogue catalogue, String name, String version) {
    if (catalogue.find(name, version).isEmpty()) {
      String versions =
          catalogue.all().stream()
              .filter(feature -> feature.getName().equals(name))
              .map(org.apache.karaf.features.Feature::getVersion)
              .collect(Collectors.joining(", "));
      String wanted = version.isEmpty() ? "" : " version " + version;
      throw new OrbitException(
              ErrorCode.UNDEFINED_OBJECT, "feature \"" + name + "\"" + wanted + " does not exist")
          .withHint(
              versions.isEmpty()
                  ? "Names are literal; list the features, or upload the archive that brings it."
                  : "Known versions: " + versions + ".");
    }
  }

  private FeatureCatalogue catalogue() {
    try {
      return FeatureCatalogue.of(karaf.listFeatures());
    } catch (Exception failure) {
      throw new OrbitException(
          ErrorCode.INTERNAL_ERROR,
          "the features cannot be listed: " + failure.getMessage(),
          failure);
    }
  }
}
