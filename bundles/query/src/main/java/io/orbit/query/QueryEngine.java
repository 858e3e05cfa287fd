package io.orbit.query;

import io.orbit.api.accel.Accelerator;
import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Language;
import io.orbit.api.query.Statements;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.records.Records;
import io.orbit.api.records.RowExpressions;
import io.orbit.api.records.Sequences;
import io.orbit.api.security.Session;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;
import io.orbit.query.bind.VariableNames;
import io.orbit.query.catalog.SystemSources;
import io.orbit.query.catalog.SystemTables;
import io.orbit.query.copy.Copy;
import io.orbit.query.define.DefinitionCommands;
import io.orbit.query.execute.Accelerators;
import io.orbit.query.execute.DomainChecks;
import io.orbit.query.execute.QueryMemory;
import io.orbit.query.execute.QueryServices;
import io.orbit.query.execute.Workers;
import io.orbit.query.explain.Explain;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.function.library.StandardFunctions;
import io.orbit.query.lock.AdvisoryLocks;
import io.orbit.query.maintain.Maintenance;
import io.orbit.query.optimize.Optimizer;
import io.orbit.query.plan.BoundStatement;
import io.orbit.query.routine.RoutineCalls;
import io.orbit.query.segment.Segments;
import io.orbit.query.session.CommandList;
import io.orbit.query.session.Planner;
import io.orbit.query.session.ProcedureCommands;
import io.orbit.query.session.SessionCommands;
import io.orbit.query.session.SessionStates;
import io.orbit.query.session.StatementEngine;
import io.orbit.query.session.TemporaryTables;
import io.orbit.query.spill.SpillDirectory;
import io.orbit.query.statistics.StatementStatistics;
import io.orbit.query.statistics.Statistics;
import io.orbit.query.type.StandardCasts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The query engine, put together. Languages and virtual tables come and go while it runs. Thread-
 * safe.
 */
public final class QueryEngine {
  private final Map<String, InstalledLanguage> languages = new ConcurrentHashMap<>();
  private final VirtualTableRegistry tables = new VirtualTableRegistry();
  private final Accelerators accelerators = new Accelerators();
  private final StatementEngine statements;
  private final StoredRowExpressions expressions;
  private final Statistics statistics;
  private final StatementStatistics statementStatistics;
  private final Segments segments;
  private final QueryServices services;

  public QueryEngine(
      Store store,
      Catalog catalog,
      Records records,
      Sequences sequences,
      Sessions sessions,
      SpillDirectory spill) {
    this(
        store,
        catalog,
        records,
        sequences,
        sessions,
        QueryMemory.ofHeap(),
        spill,
        Segments.ofHeap(store, records),
        new Optimizer());
  }

  /**
   * @param memory what the rows may take that running statements keep
   * @param spill where they go beyond that
   * @param segments tables in columns; somebody has to make them
   */
  public QueryEngine(
      Store store,
      Catalog catalog,
      Records records,
      Sequences sequences,
      Sessions sessions,
      QueryMemory memory,
      SpillDirectory spill,
      Segments segments,
      Optimizer optimizer) {
    this.segments = segments;
    FunctionRegistry functions = StandardFunctions.registry();
    statistics = new Statistics(store, catalog, records);
    statistics.bindColumnar(segments::isColumnar);
    segments.onChange(statistics::outdated);
    SessionStates states = new SessionStates();
    AdvisoryLocks locks = new AdvisoryLocks();
    statementStatistics = new StatementStatistics();
    DomainChecks domains = new DomainChecks();
    services =
        new QueryServices(
            store,
            catalog,
            records,
            sequences,
            sessions,
            functions,
            tables,
            statistics,
            locks,
            statementStatistics,
            states,
            domains,
            new RoutineCalls(),
            memory,
            spill,
            accelerators,
            segments,
            Workers.ofMachine());
    Planner planner = new Planner(services, new StandardCasts(), optimizer);
    SystemTables.all(
            new SystemSources(
                catalog,
                records,
                sequences,
                sessions,
                functions,
                tables,
                states,
                statistics,
                locks,
                statementStatistics,
                (session, catalogView, view) -> uses(planner, session, catalogView, view)))
        .forEach(tables::add);
    statements =
        new StatementEngine(
            new InstalledLanguages(),
            planner,
            new CommandList(
                List.of(
                    new SessionCommands(),
                    new ProcedureCommands(),
                    new DefinitionCommands(),
                    new Explain(),
                    new Copy(),
                    new Maintenance())),
            states);
    expressions =
        new StoredRowExpressions(
            planner, services, () -> Optional.ofNullable(languages.get("sql")));
    domains.compileBy(expressions, catalog);
    tidy();
  }

  private Set<Long> uses(Planner planner, Session session, CatalogView view, Collection one) {
    Language sql = languages.get("sql");
    if (sql == null) {
      return Set.of();
    }
    try {
      BoundStatement bound =
          planner
              .binder()
              .bind(
                  session,
                  view,
                  sql,
                  sql.parse(one.definition()).getFirst().statement(),
                  List.of(),
                  0,
                  VariableNames.NONE);
      return bound.uses().stream().map(BoundStatement.Use::object).collect(Collectors.toSet());
    } catch (OrbitException withoutMeaning) {
      return Set.of();
    }
  }

  private final class InstalledLanguages implements StatementEngine.Languages {
    @Override
    public Optional<Language> find(String name) {
      return Optional.ofNullable(languages.get(name));
    }

    @Override
    public List<String> names() {
      return installedLanguages();
    }
  }

  public Statements statements() {
    return statements;
  }

  /** Drops the temporary tables of sessions that are no longer there. Blocks. */
  public void tidy() {
    TemporaryTables.tidy(services);
  }

  /** How often and how long statements ran; whoever runs them tells it. */
  public StatementStatistics statementStatistics() {
    return statementStatistics;
  }

  /** What is known of the values in tables. */
  public Statistics statistics() {
    return statistics;
  }

  /** Tables in columns; somebody has to make them. */
  public Segments segments() {
    return segments;
  }

  public RowExpressions expressions() {
    return expressions;
  }

  public void add(Language language) {
    languages.computeIfAbsent(language.name(), InstalledLanguage::new).install(language);
  }

  public void remove(Language language) {
    InstalledLanguage known = languages.get(language.name());
    if (known != null) {
      known.uninstall(language);
    }
  }

  /** Vectors go through it from now on. */
  public void add(Accelerator accelerator) {
    accelerators.add(accelerator);
  }

  public void remove(Accelerator accelerator) {
    accelerators.remove(accelerator);
  }

  /** The names of the languages that are installed now, sorted. */
  public List<String> installedLanguages() {
    return languages.values().stream()
        .filter(InstalledLanguage::isInstalled)
        .map(InstalledLanguage::name)
        .sorted()
        .toList();
  }

  public void add(VirtualTable table) {
    tables.add(table);
  }

  public void remove(VirtualTable table) {
    tables.remove(table);
  }
}
