package io.orbit.query;

import io.orbit.api.accel.Accelerator;
import io.orbit.api.catalog.Catalog;
import io.orbit.api.ops.FeatureGuard;
import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.SlowStatements;
import io.orbit.api.query.Language;
import io.orbit.api.query.Statements;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.records.Records;
import io.orbit.api.records.RowExpressions;
import io.orbit.api.records.Sequences;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;
import io.orbit.query.segment.SegmentBuilder;
import io.orbit.query.spill.SpillDirectory;
import io.orbit.query.statistics.StatisticsKeeper;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The engine as services: {@link Statements} for protocols, {@link RowExpressions} for records.
 * Languages, accelerators and virtual tables are whiteboards.
 */
@Component(service = FeatureGuard.class, immediate = true)
public final class QueryComponent implements FeatureGuard {
  private static final String LANGUAGE = "orbit-lang-";

  private final QueryEngine engine;
  private final StatisticsKeeper keeper;
  private final SegmentBuilder segments;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  @Activate
  public QueryComponent(
      BundleContext context,
      @Reference Store store,
      @Reference Catalog catalog,
      @Reference Records records,
      @Reference Sequences sequences,
      @Reference Sessions sessions,
      @Reference Metrics metrics) {
    SpillDirectory spill = new SpillDirectory(context.getDataFile("spill").toPath());
    engine = new QueryEngine(store, catalog, records, sequences, sessions, spill);
    registrations.add(context.registerService(RowExpressions.class, engine.expressions(), null));
    SlowLog slow = new SlowLog();
    registrations.add(context.registerService(SlowStatements.class, slow, null));
    registrations.add(
        context.registerService(
            Statements.class,
            new MeteredStatements(engine.statements(), metrics, slow, engine.statementStatistics()),
            null));
    keeper = new StatisticsKeeper(engine.statistics(), engine::tidy);
    segments = new SegmentBuilder(engine.segments());
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addLanguage(Language language) {
    engine.add(language);
  }

  void removeLanguage(Language language) {
    engine.remove(language);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addTable(VirtualTable table) {
    engine.add(table);
  }

  void removeTable(VirtualTable table) {
    engine.remove(table);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addAccelerator(Accelerator accelerator) {
    engine.add(accelerator);
  }

  void removeAccelerator(Accelerator accelerator) {
    engine.remove(accelerator);
  }

  /** A language is never idle: what the catalog holds as text is written in one. */
  @Override
  public List<String> uses(String feature) {
    return engine.installedLanguages().stream()
        .filter(language -> feature.equals(LANGUAGE + language))
        .map(language -> "every " + language + " statement, view, default and constraint")
        .toList();
  }

  @Deactivate
  void stop() {
    keeper.close();
    segments.close();
    registrations.forEach(ServiceRegistration::unregister);
  }
}
