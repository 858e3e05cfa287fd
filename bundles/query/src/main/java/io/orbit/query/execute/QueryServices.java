package io.orbit.query.execute;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.records.Records;
import io.orbit.api.records.Sequences;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.lock.AdvisoryLocks;
import io.orbit.query.routine.RoutineCalls;
import io.orbit.query.segment.Segments;
import io.orbit.query.spill.SpillDirectory;
import io.orbit.query.statistics.StatementStatistics;
import io.orbit.query.statistics.Statistics;

/** What the query engine stands on. */
public record QueryServices(
    Store store,
    Catalog catalog,
    Records records,
    Sequences sequences,
    Sessions sessions,
    FunctionRegistry functions,
    VirtualTables virtualTables,
    Statistics statistics,
    AdvisoryLocks advisoryLocks,
    StatementStatistics statements,
    Notices notices,
    DomainChecks domains,
    RoutineCalls routines,
    QueryMemory memory,
    SpillDirectory spill,
    Accelerators accelerators,
    Segments segments,
    Workers workers) {}
