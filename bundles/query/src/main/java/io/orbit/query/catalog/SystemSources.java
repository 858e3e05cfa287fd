package io.orbit.query.catalog;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.records.Records;
import io.orbit.api.records.Sequences;
import io.orbit.api.security.Sessions;
import io.orbit.query.execute.VirtualTables;
import io.orbit.query.function.FunctionRegistry;
import io.orbit.query.lock.AdvisoryLocks;
import io.orbit.query.session.SessionStates;
import io.orbit.query.statistics.StatementStatistics;
import io.orbit.query.statistics.Statistics;

/**
 * Where the system tables' rows come from.
 *
 * @param tables all virtual tables, which are relations too
 * @param statements how often and how long statements ran
 * @param viewUses what views stand on
 * @param states what the sessions have prepared and declared
 */
public record SystemSources(
    Catalog catalog,
    Records records,
    Sequences sequences,
    Sessions sessions,
    FunctionRegistry functions,
    VirtualTables tables,
    SessionStates states,
    Statistics statistics,
    AdvisoryLocks advisoryLocks,
    StatementStatistics statements,
    ViewUses viewUses) {}
